import { LRUCache } from 'lru-cache'
import type { BlobStore } from '../../platform/blobs/index.ts'

/** An artefact that is in the store: its file, and what its row says of it. */
export interface Artefact {
  sha256: string
  file_size: number
  page_count: number | null
}

/** From which layer an artefact was had; `miss`: from none, it had to be made. */
export type Layer = 'memory' | 'disk' | 'miss'

export interface CacheFigures {
  entries: number
  bytes: number
  limit_bytes: number
}

/**
 * The memory layer: artefacts by their content hash, the least recently asked for out first, by
 * bytes. What it holds was hashed when it came; what lies beneath it on disk must still be the same
 * file, or it forgets: nothing is said to be stored because memory remembers that it was.
 */
export interface ArtefactCache {
  /** The artefact of this content. */
  find(contentHash: string): Promise<Artefact | undefined>
  /** Keeps bytes that are sound and durable. More than the whole memory may hold is not kept. */
  keep(contentHash: string, artefact: Artefact, bytes: Uint8Array): Promise<void>
  /**
   * The bytes of a stored artefact: out of memory, else read from disk, hashed, and kept.
   * @throws BLOB_DAMAGED, BLOB_MISSING
   */
  read(contentHash: string, artefact: Artefact): Promise<{ bytes: Uint8Array; layer: Layer }>
  /** What memory has of this file at this moment, for a door that serves it. */
  held(sha256: string): Uint8Array | undefined
  figures(): CacheFigures
  /** Lets go of what nobody has asked for in so long. */
  forgetUnused(): void
}

interface Kept extends Artefact {
  bytes: Uint8Array
  /** Which file it was on disk. */
  identity: string
}

export function createArtefactCache(options: {
  blobs: BlobStore
  /** As the settings have them now. */
  limits: () => { bytes: number; unused_millis: number }
  /** Told of each look-up which layer answered, and of each file that had to make room. */
  onCounted?: (what: Layer | 'eviction') => void
}): ArtefactCache {
  const { blobs, limits, onCounted } = options
  const byFile = new Map<string, string>()
  let memory = made(limits())

  function made({ bytes, unused_millis }: ReturnType<typeof limits>): LRUCache<string, Kept> {
    return new LRUCache<string, Kept>({
      maxSize: bytes,
      sizeCalculation: (kept) => kept.bytes.byteLength + 1,
      ttl: unused_millis,
      updateAgeOnGet: true,
      dispose: (kept, contentHash, reason) => {
        if (byFile.get(kept.sha256) === contentHash) byFile.delete(kept.sha256)
        if (reason === 'evict') onCounted?.('eviction')
      },
    })
  }

  /** Takes a changed limit over, with what is kept, the newest last. */
  const current = (): LRUCache<string, Kept> => {
    const now = limits()
    if (memory.maxSize === now.bytes && memory.ttl === now.unused_millis) return memory
    const before = [...memory.entries()].reverse()
    memory.clear()
    memory = made(now)
    for (const [contentHash, kept] of before) put(contentHash, kept)
    return memory
  }

  const put = (contentHash: string, kept: Kept) => {
    memory.set(contentHash, kept)
    if (memory.has(contentHash)) byFile.set(kept.sha256, contentHash)
  }

  const sound = async (contentHash: string): Promise<Kept | undefined> => {
    const kept = current().get(contentHash)
    if (kept === undefined) return undefined
    if ((await blobs.identity(kept.sha256)) === kept.identity) return kept
    memory.delete(contentHash)
    return undefined
  }

  const keep: ArtefactCache['keep'] = async (contentHash, artefact, bytes) => {
    const identity = await blobs.identity(artefact.sha256)
    if (identity === undefined) return
    current()
    put(contentHash, { ...artefact, bytes, identity })
  }

  return {
    keep,
    find: async (contentHash) => {
      const kept = await sound(contentHash)
      if (kept === undefined) return undefined
      const { sha256, file_size, page_count } = kept
      return { sha256, file_size, page_count }
    },
    read: async (contentHash, artefact) => {
      const kept = await sound(contentHash)
      if (kept !== undefined) {
        onCounted?.('memory')
        return { bytes: kept.bytes, layer: 'memory' }
      }
      const bytes = await blobs.read(artefact.sha256)
      onCounted?.('disk')
      await keep(contentHash, artefact, bytes)
      return { bytes, layer: 'disk' }
    },
    held: (sha256) => {
      const contentHash = byFile.get(sha256)
      return contentHash === undefined ? undefined : memory.get(contentHash)?.bytes
    },
    figures: () => ({
      entries: current().size,
      bytes: memory.calculatedSize,
      limit_bytes: memory.maxSize,
    }),
    forgetUnused: () => void current().purgeStale(),
  }
}
