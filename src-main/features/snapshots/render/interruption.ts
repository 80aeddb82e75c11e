/**
 * What the renderers ask between rows and pages. An `AbortSignal` fits; so does an object whose
 * `aborted` getter reads shared memory, which a thread that is busy drawing can see change.
 */
export interface RenderSignal {
  readonly aborted: boolean
}

/** Thrown when the signal says stop; its name is `AbortError`, as the platform's own. */
export class RenderAborted extends Error {
  override readonly name = 'AbortError'
  constructor() {
    super('Rendering was cancelled')
  }
}

/** @throws RenderAborted when the signal is there and says stop */
export function throwIfAborted(signal: RenderSignal | undefined): void {
  if (signal?.aborted) throw new RenderAborted()
}
