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

async function* listen<Event>(
  emitter: EventEmitter,
  signal: AbortSignal,
): AsyncIterableIterator<Event> {
  try {
    for await (const [event] of on(emitter, 'event', { signal })) yield event as Event
  } catch (error) {
    if (!signal.aborted) throw error
  }
}
