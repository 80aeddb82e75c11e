import type { RoomModel } from '../../../../../src-shared/contract/room-model.ts'
import { paper, styles, tones } from './paper.ts'
import { countOf, drawAbsence, omissionsOf, type Section } from './section.ts'
import { type Block, type Cell, chip, drawTable, text } from './table.ts'
import { counted, grouped, inWords } from './words.ts'

export function partiesSection({ parties }: RoomModel): Section {
  return {
    title: 'Parties',
    count: counted(parties.length, 'party', 'parties'),
    draw(flow) {
      if (parties.length === 0) {
        flow.paragraph('The room has no parties.', styles.paragraph)
        return
      }
      drawTable(flow, {
        name: 'Parties',
        columns: [
          { title: 'Name', width: 128 },
          { title: 'Role', width: 62 },
          { title: 'E-mail', width: 168 },
          { title: 'Organization', width: paper.contentWidth - 358 },
        ],
        rows: parties.map((party) => ({
          cells: [
            [text(party.name, styles.cellStrong)],
            [text(inWords(party.role))],
            [text(party.email)],
            [text(party.organization ?? '–')],
          ],
        })),
      })
    },
  }
}

type Vessel = RoomModel['vessels'][number]

const measure = (value: number | null, unit = ''): string =>
  value === null ? '–' : `${grouped(value)} ${unit}`.trimEnd()

function identity(vessel: Vessel): Cell {
  const blocks: Block[] = [text(`IMO ${vessel.imo}`, styles.cellMono)]
  if (!vessel.imo_verified) blocks.push(chip('Not verified', tones.amber))
  if (vessel.mmsi !== null) blocks.push(text(`MMSI ${vessel.mmsi}`, styles.cellMono))
  return blocks
}

export function vesselsSection(model: RoomModel): Section {
  const { vessels } = model
  return {
    title: 'Vessels',
    count: countOf(model, 'vessels', {
      count: vessels.length,
      words: counted(vessels.length, 'vessel'),
    }),
    draw(flow) {
      drawAbsence(flow, {
        omissions: omissionsOf(model, 'vessels'),
        empty: vessels.length === 0,
        none: 'No vessel has been named yet.',
      })
      if (vessels.length === 0) return
      drawTable(flow, {
        name: 'Vessels',
        columns: [
          { title: 'Vessel', width: 96 },
          { title: 'Numbers', width: 82 },
          { title: 'Type, flag', width: 74 },
          { title: 'Dimensions', width: 58 },
          { title: 'Tonnage', width: 54 },
          { title: 'Built, class, owner, charterer', width: paper.contentWidth - 364 },
        ],
        rows: vessels.map((vessel) => ({
          cells: [
            [
              text(vessel.name, styles.cellStrong),
              text(vessel.is_lead ? `${inWords(vessel.role)}, lead vessel` : inWords(vessel.role)),
            ],
            identity(vessel),
            [text(vessel.vessel_type), text(vessel.flag, styles.cellSoft)],
            [
              text(`L ${measure(vessel.length_m, 'm')}`),
              text(`B ${measure(vessel.beam_m, 'm')}`),
              text(`D ${measure(vessel.draft_m, 'm')}`),
            ],
            [
              text(`GT ${measure(vessel.gross_tonnage)}`),
              text(`NT ${measure(vessel.net_tonnage)}`),
            ],
            [
              text(`${vessel.built_year ?? '–'}, ${vessel.class_society ?? 'class not given'}`),
              text(`Owner ${vessel.owner ?? '–'}`, styles.cellSoft),
              text(`Charterer ${vessel.charterer ?? '–'}`, styles.cellSoft),
            ],
          ],
        })),
      })
    },
  }
}
