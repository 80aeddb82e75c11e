import type { MessagePort } from 'node:worker_threads'

/** A thread's side of its job's port: tells, asks, and hears when the job is cancelled. */
export interface Talk {
  tell(message: unknown): void
  /** Waits for the answer that the other side gives to this message. @throws when cancelled */
  ask(message: unknown, transfer?: readonly ArrayBuffer[]): Promise<unknown>
  /** Lets what has arrived be heard. @throws when cancelled */
  pause(): Promise<void>
  close(): void
}

/** One question at a time: the next is asked when the last has its answer. */
export function createTalk(port: MessagePort): Talk {
  let isCancelled = false
  let waiting: PromiseWithResolvers<unknown> | undefined
  const cancelled = () => new Error('The job was cancelled.')
  port.on('message', (message: unknown) => {
    if (typeof message !== 'object' || message === null) return
    if ('cancel' in message) {
      isCancelled = true
      waiting?.reject(cancelled())
    } else if ('answer' in message) {
      waiting?.resolve(message.answer)
    }
  })
  return {
    tell: (message) => port.postMessage(message),
    ask: async (message, transfer = []) => {
      if (isCancelled) throw cancelled()
      waiting = Promise.withResolvers()
      port.postMessage(message, [...transfer])
      return waiting.promise
    },
    pause: async () => {
      await new Promise((resolve) => setImmediate(resolve))
      if (isCancelled) throw cancelled()
    },
    close: () => port.close(),
  }
}
