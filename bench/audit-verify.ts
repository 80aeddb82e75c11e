/**
 * How fast the chain is walked: the program's own walk on a read-only connection, as the reader
 * thread does it. Beside it the least that any walk must do: read each row, write its canonical
 * JSON, hash it, compare.
 */
import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { entryHash, verifyChain } from '../src-main/features/audit/index.ts'
import type { Tables } from '../src-main/features/tables.ts'
import { openReadOnly } from '../src-main/platform/db/index.ts'
import { databaseName } from '../src-main/workspace.ts'
import { interleaved, perSecond, print, printMachine, times } from './_report.ts'
import { addEntries, sampleWorkspace } from './_world.ts'

const there = 200_000
const dir = await sampleWorkspace()
addEntries(dir, there)
const file = join(dir, databaseName)
const db = openReadOnly<Tables>(file)
const raw = new BetterSqlite3(file, { readonly: true })
const rows = raw.prepare<[], Tables['audit_entries']>('select * from audit_entries order by seq')

function leastWalk(): void {
  let previous = '0'.repeat(64)
  for (const { hash, actor_roles, detail, ...rest } of rows.iterate()) {
    const body = { ...rest, actor_roles: JSON.parse(actor_roles), detail: JSON.parse(detail) }
    if (body.prev_hash !== previous || entryHash(body) !== hash) throw new Error('broken')
    previous = hash
  }
}

printMachine()
let entries = 0
const { ours, peer } = await interleaved(
  7,
  async () => {
    const answer = await verifyChain(db.kysely, 1, () => undefined)
    if (!answer.ok) throw new Error('The chain is broken.')
    entries = answer.entries
  },
  leastWalk,
  2,
)
const rate = perSecond(entries, ours.p50)
print({
  figure: `verify ${entries.toLocaleString('en')} entries`,
  measured: `${rate.toLocaleString('en')} entries/s`,
  peer: `least walk ${perSecond(entries, peer.p50).toLocaleString('en')}/s: ${times(ours.p50 / peer.p50)}`,
  goal: '≥ 250,000/s',
  ok: rate >= 250_000,
})
raw.close()
db.close()
