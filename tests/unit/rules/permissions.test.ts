import { describe, expect, test } from 'vitest'
import matrixFile from '../../../resources/permission-matrix.json' with { type: 'json' }
import { matrixSchema } from '../../../src-shared/contract/access.ts'
import { consoleRoles, partyRoles } from '../../../src-shared/contract/enums.ts'
import { permissions } from '../../../src-shared/contract/permissions.ts'
import { decide } from '../../../src-shared/rules/permissions.ts'

const matrix = matrixSchema.parse({ ...matrixFile, version: 1 })
const noToken = { token_permissions: null }

/** Every pair of roles that somebody can hold: a console role or none, a party role or none. */
const holders = [null, ...consoleRoles].flatMap((console_role) =>
  [null, ...partyRoles].map((party_role) => ({ console_role, party_role, ...noToken })),
)

describe('the delivered matrix', () => {
  test('names every permission of the contract once, and no other', () => {
    const named = matrixFile.permissions.map((row) => row.permission)
    expect([...named].sort()).toEqual([...permissions].sort())
    expect(new Set(named).size).toBe(named.length)
  })

  test('knows the roles of the contract', () => {
    expect(matrixFile.console_roles).toEqual([...consoleRoles])
    expect(matrixFile.party_roles).toEqual([...partyRoles])
  })

  test('grants no console role less than the one below it', () => {
    for (const row of matrixFile.permissions) {
      for (const [index, role] of consoleRoles.entries()) {
        const above = consoleRoles[index + 1]
        if (above === undefined || !row.console.includes(role)) continue
        expect(row.console, `${row.permission}: ${role} but not ${above}`).toContain(above)
      }
    }
  })

  test('grants a party only what belongs to a room', () => {
    for (const row of matrixFile.permissions) {
      if (!row.room_scoped) expect(row.party, row.permission).toEqual([])
    }
  })
})

describe('decide', () => {
  test.each(matrixFile.permissions)(
    '$permission: every pair of roles has what the matrix grants, and only that',
    (row) => {
      for (const holder of holders) {
        const byConsole =
          holder.console_role !== null && row.console.some((role) => role === holder.console_role)
        const byParty =
          row.room_scoped &&
          holder.party_role !== null &&
          row.party.some((role) => role === holder.party_role)
        const decision = decide(matrix, row.permission, holder)
        const who = `${holder.console_role} and ${holder.party_role}`
        expect(decision.allowed, who).toBe(byConsole || byParty)
        expect(decision.level).toBe(3)
        expect(decision.roles).toEqual({ console: holder.console_role, party: holder.party_role })
        if (byConsole) {
          expect(decision.granted_by, who).toEqual({ axis: 'console', role: holder.console_role })
        } else if (byParty) {
          expect(decision.granted_by, who).toEqual({ axis: 'party', role: holder.party_role })
        } else expect(decision.granted_by, who).toBeUndefined()
      }
    },
  )

  test('a denial names the permission, the roles held, and every role that would do', () => {
    const decision = decide(matrix, 'rooms.update', {
      console_role: 'viewer',
      party_role: 'buyer',
      ...noToken,
    })
    expect(decision.would_be_granted_to).toEqual([
      'console:operator',
      'console:admin',
      'console:superadmin',
      'party:broker',
    ])
    expect(decision.reason).toContain('console role viewer and party role buyer do not grant')
    expect(decision.reason).toContain('“rooms.update”')
    expect(decision.reason).toContain('party broker')
  })

  test('a permission that nobody knows is denied to everybody', () => {
    for (const holder of holders) {
      const decision = decide(matrix, 'rooms.sink', holder)
      expect(decision.allowed).toBe(false)
      expect(decision.would_be_granted_to).toEqual([])
    }
  })

  test('a permission that is granted to nobody is denied to everybody', () => {
    const empty = {
      ...matrix,
      permissions: matrix.permissions.map((row) => ({ ...row, console: [], party: [] })),
    }
    for (const holder of holders) {
      const decision = decide(empty, 'rooms.view', holder)
      expect(decision.allowed).toBe(false)
      expect(decision.reason).toBe('Nobody may use “rooms.view”.')
    }
  })

  test('a party role grants nothing where the permission is not about one room', () => {
    const loose = {
      ...matrix,
      permissions: matrix.permissions.map((row) =>
        row.permission === 'rooms.create' ? { ...row, party: [...partyRoles] } : row,
      ),
    }
    const owner = { console_role: null, party_role: 'owner' as const, ...noToken }
    const decision = decide(loose, 'rooms.create', owner)
    expect(decision.allowed).toBe(false)
    expect(decision.would_be_granted_to.filter((role) => role.startsWith('party:'))).toEqual([])
  })

  test('a token narrows what the roles grant, and never widens it', () => {
    const admin = { console_role: 'superadmin' as const, party_role: null }
    const narrowed = { ...admin, token_permissions: ['rooms.view'] }
    expect(decide(matrix, 'rooms.view', narrowed).allowed).toBe(true)
    expect(decide(matrix, 'rooms.update', narrowed).allowed).toBe(false)
    expect(decide(matrix, 'rooms.update', narrowed).reason).toContain('token')
    const viewer = { console_role: 'viewer' as const, party_role: null }
    expect(
      decide(matrix, 'rooms.delete', { ...viewer, token_permissions: ['rooms.delete'] }).allowed,
    ).toBe(false)
    expect(decide(matrix, 'rooms.view', { ...admin, token_permissions: [] }).allowed).toBe(false)
  })
})
