import { createHash, randomBytes } from 'node:crypto'
import { v7 } from 'uuid'
import type { Clock } from '../clock/index.ts'

/** Where every id and random sign comes from. */
export interface Ids {
  /** A new UUIDv7: sortable by the time it was made. */
  uuid(): string
  /** `length` signs drawn evenly from `alphabet` (at most 256 signs). */
  signs(length: number, alphabet: string): string
  /** A secret of 256 bits, base64url. */
  secret(): string
}

const idsFrom = (clock: Clock, bytes: (count: number) => Uint8Array): Ids => ({
  uuid: () => v7({ msecs: clock.millis(), random: bytes(16) }),
  signs: (length, alphabet) => {
    let signs = ''
    const fair = 256 - (256 % alphabet.length)
    while (signs.length < length) {
      for (const byte of bytes(length)) {
        if (byte < fair && signs.length < length) signs += alphabet[byte % alphabet.length]
      }
    }
    return signs
  },
  secret: () => Buffer.from(bytes(32)).toString('base64url'),
})

export const randomIds = (clock: Clock): Ids => idsFrom(clock, (count) => randomBytes(count))

/** The same ids for the same seed: for the sample workspace and tests. Never for secrets that guard anything. */
export function seededIds(seed: string, clock: Clock): Ids {
  let drawn = 0
  return idsFrom(clock, (count) => {
    const blocks: Buffer[] = []
    for (let have = 0; have < count; have += 32) {
      blocks.push(createHash('sha256').update(`${seed}:${drawn++}`).digest())
    }
    return Buffer.concat(blocks).subarray(0, count)
  })
}
