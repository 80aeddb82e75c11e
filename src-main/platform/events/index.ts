import { EventEmitter, on } from 'node:events'

/** One stream of events inside the process: published after a commit, heard by whoever listens. */
export interface Events<Event> {
  publish(event: Event): void
  /** Every event from now on, until `signal` aborts. Events wait while the listener is busy. */
  listen(signal: AbortSignal): AsyncIterableIterator<Event>
  /** Calls back at once, for listeners inside the process. @returns what ends it */
  subscribe(listener: (event: Event) => void): () => void
}

export function createEvents<Event>(): Events<Event> {
  const emitter = new EventEmitter()
  emitter.setMaxListeners(0)
  return {
    publish: (event) => {
      emitter.emit('event', event)
    },
    listen: (signal) => listen<Event>(emitter, signal),
    subscribe: (listener) => {
      emitter.on('event', listener)
      return () => emitter.off('event', listener)
    },
  }
}

/** Attached at once, not at the first `next()`: what happens in between would be lost. */
function listen<Event>(emitter: EventEmitter, signal: AbortSignal): AsyncIterableIterator<Event> {
  const heard = signal.aborted ? undefined : on(emitter, 'event', { signal })
  const end = { done: true as const, value: undefined }
  return {
    next: async () => {
      try {
        const next = await heard?.next()
        return next === undefined || next.done
          ? end
          : { done: false, value: next.value[0] as Event }
      } catch (error) {
        if (!signal.aborted) throw error
        return end
      }
    },
    return: async () => {
      await heard?.return?.()
      return end
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}
