import { describe, expect, it } from 'vitest'
import catalogue from '../../resources/document-types.json' with { type: 'json' }
import matrix from '../../resources/permission-matrix.json' with { type: 'json' }
import type { Step } from '../../src-main/sample/story.ts'
import { sampleStory } from '../../src-main/sample/story.ts'
import { consoleRoles, documentStatuses, partyRoles } from '../../src-shared/contract/enums.ts'
import { playStory } from '../fixtures/sample-play.ts'

const anchor = '2026-11-20'
const story = sampleStory(anchor)
const world = playStory(story, catalogue.document_types, anchor)

function steps<Kind extends Step['do']>(kind: Kind): Extract<Step, { do: Kind }>[] {
  return story.filter((step): step is Extract<Step, { do: Kind }> => step.do === kind)
}

describe('the size of the sample workspace', () => {
  it('has the organizations, terminals, vessels, accounts, and rooms that are promised', () => {
    expect(steps('organization')).toHaveLength(5)
    expect(steps('terminal')).toHaveLength(4)
    expect(steps('vessel')).toHaveLength(16)
    expect(steps('account')).toHaveLength(10)
    expect(steps('room')).toHaveLength(12)
  })

  it('has sixty people with different e-mail addresses, on domains that nobody can own', () => {
    const everybody = [
      ...steps('account').map((step) => step.email),
      ...steps('room').flatMap((step) => step.parties.map((party) => party.email)),
    ]
    expect(new Set(everybody).size).toBe(60)
    for (const email of everybody) expect(email).toMatch(/^[a-z.]+@[a-z-]+\.example$/)
    for (const { parties } of steps('room')) {
      expect(parties.length).toBeGreaterThanOrEqual(5)
      expect(parties.length).toBeLessThanOrEqual(9)
      expect(new Set(parties.map((party) => party.email)).size).toBe(parties.length)
      const roles = parties.map((party) => party.role)
      expect(roles).toEqual(expect.arrayContaining(['owner', 'broker', 'charterer']))
    }
  })

  it('has a long enough history', () => {
    expect(story.length).toBeGreaterThanOrEqual(1000)
    expect(story.length).toBeLessThanOrEqual(1600)
    expect(steps('upload').length).toBeGreaterThanOrEqual(300)
    expect(steps('upload').length).toBeLessThanOrEqual(420)
  })

  it('writes names in Latin, Greek, and Cyrillic letters', () => {
    for (const script of [/\p{Script=Latin}/u, /\p{Script=Greek}/u, /\p{Script=Cyrillic}/u]) {
      expect(steps('vessel').some((step) => script.test(step.name))).toBe(true)
      expect(steps('account').some((step) => script.test(step.name))).toBe(true)
    }
  })
})

describe('the identifiers of the sample', () => {
  it('gives each vessel an IMO number with a right check digit, once', () => {
    const numbers = steps('vessel').map((step) => step.imo)
    expect(new Set(numbers).size).toBe(numbers.length)
    for (const imo of numbers) {
      const sum = [7, 6, 5, 4, 3, 2].reduce((all, w, index) => all + w * Number(imo[index]), 0)
      expect(`${imo} ${sum % 10}`).toBe(`${imo} ${imo[6]}`)
    }
  })

  it('gives each vessel an MMSI of a ship station whose country is the flag, once', () => {
    // Maritime identification digits, ITU list, of the flags that the sample uses.
    const digits: Record<string, string[]> = {
      GR: ['237', '239', '240', '241'],
      MH: ['538'],
      NO: ['257', '258', '259'],
      MT: ['215', '229', '248', '249', '256'],
      BG: ['207'],
      PA: ['351', '352', '353', '354', '355', '356', '357', '370', '371', '372', '373', '374'],
      LR: ['636', '637'],
      SG: ['563', '564', '565', '566'],
      OM: ['461'],
    }
    const numbers = steps('vessel').map((step) => step.mmsi)
    expect(new Set(numbers).size).toBe(numbers.length)
    for (const { mmsi, flag } of steps('vessel')) {
      expect(mmsi).toMatch(/^[2-7]\d{8}$/)
      expect(digits[flag]).toContain(mmsi.slice(0, 3))
    }
  })

  it('gives each terminal a code of the right shape', () => {
    for (const { unlocode } of steps('terminal')) expect(unlocode).toMatch(/^[A-Z]{2}[A-Z2-9]{3}$/)
  })
})

describe('the order of the story', () => {
  it('is the same for the same anchor, and moves with another', () => {
    expect(sampleStory(anchor)).toEqual(story)
    const later = sampleStory('2027-02-03')
    expect(later).toHaveLength(story.length)
    const shift = Date.parse('2027-02-03') - Date.parse(anchor)
    for (const [index, step] of story.entries()) {
      expect(Date.parse(later[index]?.at ?? '') - Date.parse(step.at)).toBe(shift)
    }
  })

  it('refuses an anchor that is no date', () => {
    expect(() => sampleStory('20 November')).toThrow(/not a date/)
    expect(() => sampleStory('2026-13-45')).toThrow(/not a date/)
  })

  it('is sorted and ends before the anchor', () => {
    const times = story.map((step) => step.at)
    expect(times).toEqual([...times].sort())
    for (const at of times) expect(at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    expect(Date.parse(times.at(-1) ?? '')).toBeLessThanOrEqual(Date.parse(anchor))
  })

  it('leaves no date token or unknown letter in a text', () => {
    expect(JSON.stringify(story)).not.toMatch(/\{d[+-]?\d/)
    expect(JSON.stringify(story)).not.toContain('\ufffd')
  })
})

describe('played step by step', () => {
  it('breaks no rule of the rooms, their documents, or their approvals', () => {
    expect(world.faults).toEqual([])
  })

  it('would notice a step out of place', () => {
    const early = story.filter((step) => step.do !== 'add_vessel')
    expect(playStory(early, catalogue.document_types, anchor).faults).not.toEqual([])
    const unlawful = story.map((step) =>
      step.do === 'upload' ? { ...step, by: 'nikos.vlachos@meltemi-tankers.example' } : step,
    )
    expect(playStory(unlawful, catalogue.document_types, anchor).faults).not.toEqual([])
  })

  it('ends with the statuses that the screens want to show', () => {
    const statuses = [...world.rooms.values()].map((room) => room.status).sort()
    expect(statuses).toEqual([
      ...['active', 'active', 'cancelled', 'completed', 'completed', 'on_hold'],
      ...['pending', 'pending', 'pending', 'pending', 'ready', 'ready'],
    ])
  })

  it('lets rooms become ready by themselves, and one go active without', () => {
    for (const status of ['ready', 'completed', 'on_hold'] as const) {
      const rooms = [...world.rooms.values()].filter((room) => room.status === status)
      expect(rooms.every((room) => room.became_ready !== null)).toBe(true)
    }
    const active = [...world.rooms.values()].filter((room) => room.status === 'active')
    expect(active.filter((room) => room.became_ready === null)).toHaveLength(1)
  })

  it('ends with documents in every status and every state of expiry', () => {
    const documents = [...world.rooms.values()].flatMap((room) => [...room.documents.values()])
    expect(new Set(documents.map((document) => document.status))).toEqual(new Set(documentStatuses))
    const approved = documents.filter((document) => document.status === 'approved')
    expect(new Set(approved.map((document) => document.expiry_state))).toEqual(
      new Set(['none', 'valid', 'expiring_soon', 'expired']),
    )
    expect(documents.some((document) => document.versions > 1)).toBe(true)
    expect(documents.some((document) => document.expires_on === anchor)).toBe(true)
    expect(new Set(documents.map((document) => document.priority)).size).toBe(4)
  })

  it('ends with rooms from clear to nearly empty', () => {
    const progress = [...world.rooms.values()].map((room) => room.progress).sort((a, b) => a - b)
    expect(progress[0]).toBe(0)
    expect(progress.at(-1)).toBe(100)
    expect(progress.filter((percent) => percent > 0 && percent < 100).length).toBeGreaterThan(5)
  })

  it('ends with approvals pending, approved, and rejected, of rooms and of vessels', () => {
    const approvals = [...world.rooms.values()].flatMap((room) => [...room.approvals.entries()])
    expect(new Set(approvals.map(([, status]) => status))).toEqual(
      new Set(['pending', 'approved', 'rejected']),
    )
    expect(approvals.some(([key]) => key.endsWith(' room'))).toBe(true)
    expect(approvals.some(([key]) => /\d{7}$/.test(key))).toBe(true)
  })

  it('gives every party role to somebody with an account', () => {
    const accounts = new Set(steps('account').map((step) => step.email))
    const roles = steps('room')
      .flatMap((step) => step.parties)
      .filter((party) => accounts.has(party.email))
      .map((party) => party.role)
    expect(new Set(roles)).toEqual(new Set(partyRoles))
    const held = new Set<string>(steps('account').map((step) => step.console_role))
    expect(held).toEqual(new Set(consoleRoles.filter((role) => role !== 'superadmin')))
  })
})

describe('the resources that the sample stands on', () => {
  it('are thirty document types and a matrix that knows its roles', () => {
    expect(catalogue.document_types).toHaveLength(30)
    expect(matrix.console_roles).toEqual([...consoleRoles])
    expect(matrix.party_roles).toEqual([...partyRoles])
  })
})
