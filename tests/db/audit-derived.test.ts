import fc from 'fast-check'
import { expect, test } from 'vitest'
import { systemCall } from '../../src-main/features/audit/index.ts'
import { openRaw } from '../fixtures/raw-database.ts'
import { openWorld } from '../fixtures/world.ts'

const entry = fc.record({
  action: fc.constantFrom('room.created', 'document.approved', 'access.denied'),
  resource_type: fc.constantFrom('room', 'vessel', 'document'),
  resource_id: fc.option(fc.constantFrom('a', 'b', 'c')),
  outcome: fc.constantFrom('success' as const, 'denied' as const, 'failed' as const),
  detail: fc.oneof(
    fc.constant({}),
    fc.record({ vessel_id: fc.constantFrom('v1', 'v2'), note: fc.string({ unit: 'grapheme' }) }),
    fc.dictionary(fc.constantFrom('title', 'before', 'after'), fc.jsonValue()),
  ),
  hours: fc.integer({ min: -72, max: 72 }),
})

/** What the counts and indexes would be if they were made now, from the entries alone. */
const recounts: [name: string, kept: string, recounted: string][] = [
  [
    'days',
    'select day, outcome, count, first_seq, last_seq from audit_days order by 1, 2',
    'select substr(at, 1, 10), outcome, count(*), min(seq), max(seq) from audit_entries group by 1, 2 order by 1, 2',
  ],
  [
    'hours',
    'select hour, outcome, count from audit_hours order by 1, 2',
    'select substr(at, 1, 13), outcome, count(*) from audit_entries group by 1, 2 order by 1, 2',
  ],
  [
    'actions',
    "select day, value, count from audit_counts where kind = 'action' and day <> '' order by 1, 2",
    'select substr(at, 1, 10), action, count(*) from audit_entries group by 1, 2 order by 1, 2',
  ],
  [
    'actors of all time',
    "select value, count from audit_counts where kind = 'actor' and day = '' order by 1",
    'select actor_email, count(*) from audit_entries group by 1 order by 1',
  ],
  [
    'vessels',
    'select seq, vessel_id from audit_vessels order by 1',
    `select seq, coalesce(detail ->> '$.vessel_id', case when resource_type = 'vessel' then resource_id end) as v
     from audit_entries where v is not null order by 1`,
  ],
]

test('after any sequence of appends the chain is valid, and every count and index is what a recount gives', async () => {
  await using world = await openWorld({ runTasks: false })
  const { audit } = world.workspace.services
  const start = world.clock.millis()
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(entry, { minLength: 1, maxLength: 5 }), { maxLength: 6 }),
      async (changes) => {
        for (const entries of changes) {
          await audit.change(systemCall(), async ({ record }) => {
            for (const { hours, ...one } of entries) {
              world.clock.set(new Date(start + hours * 3_600_000).toISOString())
              await record(one)
            }
          })
        }
        using raw = openRaw(world.dir)
        for (const [name, kept, recounted] of recounts) {
          expect(raw.prepare(kept).raw().all(), name).toEqual(raw.prepare(recounted).raw().all())
        }
        raw.exec(`create virtual table temp.again using fts5(text, content='', columnsize=0, prefix='2', tokenize="unicode61 remove_diacritics 2");
        insert into temp.again (rowid, text) select seq, action || ' ' || actor_email || ' ' ||
          coalesce((select group_concat(atom, ' ') from json_tree(detail) where atom is not null), '') from audit_entries;
        create virtual table temp.kept_words using fts5vocab('main', 'audit_search', 'instance');
        create virtual table temp.made_words using fts5vocab('temp', 'again', 'instance')`)
        const words = (table: string) =>
          raw
            .prepare(`select doc, term, offset from temp.${table} order by doc, offset, term`)
            .raw()
            .all()
        expect(words('kept_words')).toEqual(words('made_words'))
        raw.exec('drop table temp.kept_words; drop table temp.made_words; drop table temp.again')
      },
    ),
    { numRuns: 20 },
  )
  expect(await (await world.owner()).audit.verify({})).toMatchObject({ ok: true })
})
