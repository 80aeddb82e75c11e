import type { ConsoleRole, OrganizationKind } from '../../../../src-shared/contract/enums.ts'
import {
  amountOf,
  booleanOf,
  type Cell,
  emailOf,
  keyOf,
  optionalTime,
  textOf,
  wordOf,
} from '../cells.ts'
import type { RowNotes } from '../report.ts'
import type { Import } from './context.ts'

const bcrypt = /^\$2[aby]\$\d\d\$[./A-Za-z0-9]{53}$/
/** Stands where no password can fit. */
const noPassword = '!'

const kindOfRole: Record<string, OrganizationKind> = {
  broker: 'broker',
  charterer: 'charterer',
  owner: 'shipowner',
}

/** Users become accounts; their companies become organizations. */
export async function importUsers(run: Import): Promise<void> {
  const { standing, sink, ids, clock } = run
  let hasSuperadmin = standing.hasSuperadmin
  for (const { id, get, notes } of run.source.rows('users')) {
    const email = emailOf(get('email'))
    if (standing.identities.users.has(id)) {
      notes.refused('ALREADY_IMPORTED', 'The account was imported before.')
      continue
    }
    if (email === null) {
      notes.refused('BAD_EMAIL', `“${keyOf(get('email')).slice(0, 80)}” is no e-mail address.`)
      continue
    }
    const known = run.accounts.get(email)
    if (known !== undefined) {
      const before = standing.accounts.has(email)
      notes.changed(
        before ? 'ACCOUNT_EXISTS' : 'MERGED',
        before
          ? `There is an account ${email} here; it stays as it is.`
          : `Another user of the file has the e-mail ${email}; the first one was taken.`,
      )
      await identify(run, 'users', id, known.id)
      continue
    }
    if (keyOf(get('email')) !== email) {
      notes.changed('EMAIL_CLEANED', `The e-mail became ${email}.`)
    }
    const role = wordOf(get('role'))
    const console_role = consoleRole(role, get('role'), hasSuperadmin, notes)
    hasSuperadmin ||= console_role === 'superadmin'
    const at = clock.iso()
    const hash = keyOf(get('password_hash'))
    if (!bcrypt.test(hash)) {
      notes.changed('NO_PASSWORD', 'It has no usable password; an administrator must set one.')
    }
    const active = booleanOf(get('is_active'))
    if (active === undefined)
      notes.changed('VALUE_MAPPED', 'Whether it is active could not be read; it became inactive.')
    const organization_id = await organizationFor(
      run,
      textOf(get('company'), 'company', 160, notes),
      kindOfRole[role] ?? 'other',
    )
    const account = {
      id: ids.uuid(),
      email,
      name: textOf(get('name'), 'name', 120, notes) ?? email,
      organization_id,
      console_role,
      is_active: active === null || active === true ? 1 : 0,
      failed_attempts: Math.min(1000, Math.floor(amountOf(get('login_attempts')) ?? 0)),
      locked_until: optionalTime(get('locked_until'), 'time of the lock', notes),
      last_sign_in_at: optionalTime(get('last_login'), 'last sign-in', notes),
      must_change_password: bcrypt.test(hash) ? 0 : 1,
      password_hash: bcrypt.test(hash) ? hash : noPassword,
      created_at: optionalTime(get('created_at'), 'time of its making', notes) ?? at,
      updated_at: optionalTime(get('updated_at'), 'time of its last change', notes) ?? at,
    }
    run.accounts.set(email, { id: account.id, organization_id })
    await sink.add('accounts', account)
    await sink.record({
      action: 'account.imported',
      resource_type: 'account',
      resource_id: account.id,
      detail: { email, name: account.name, console_role, legacy_id: id },
    })
    await identify(run, 'users', id, account.id)
  }
  await sink.flush()
}

function consoleRole(
  role: string,
  cell: Cell,
  hasSuperadmin: boolean,
  notes: RowNotes,
): ConsoleRole {
  if (role === 'admin' && !hasSuperadmin) {
    notes.changed('FIRST_ADMIN', 'It is the first administrator here and became superadmin.')
    return 'superadmin'
  }
  if (role === 'admin') return 'admin'
  if (role === 'broker') return 'operator'
  if (!['buyer', 'charterer', 'owner', 'seller', 'viewer'].includes(role)) {
    notes.changed('UNKNOWN_VALUE', `The role “${keyOf(cell)}” is not known; it became viewer.`)
  }
  return 'viewer'
}

/** The organization of that name, whatever its case; made where it is not there. */
export async function organizationFor(
  run: Import,
  name: string | null,
  kind: OrganizationKind,
): Promise<string | null> {
  if (name === null) return null
  const known = run.standing.organizations.get(name.toLowerCase())
  if (known !== undefined) return known
  const id = run.ids.uuid()
  const at = run.clock.iso()
  await run.sink.add('organizations', { id, name, kind, created_at: at, updated_at: at })
  run.standing.organizations.set(name.toLowerCase(), id)
  await run.sink.flush()
  return id
}

/** Remembers which row of ours one of theirs became, for the next import. */
export async function identify(
  run: Import,
  table: 'users' | 'rooms' | 'document_types',
  legacyId: string,
  ourId: string,
): Promise<void> {
  await run.sink.add('import_identities', {
    table_name: table,
    legacy_id: legacyId,
    our_id: ourId,
    import_id: run.id,
  })
}
