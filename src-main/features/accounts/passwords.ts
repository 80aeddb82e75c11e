import { hash, verify } from '@node-rs/argon2'
import bcrypt from 'bcryptjs'
import { minimumPasswordLength } from '../../../src-shared/contract/accounts.ts'
import { badField } from '../../platform/domain-error.ts'
import type { Ids } from '../../platform/ids/index.ts'

/** OWASP's first choice for argon2id: 19 MiB, two passes, one lane. */
const strength = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** A bcrypt hash of an imported account. A cost above 14 would hold up the sign-in for seconds. */
const imported = /^\$2[aby]\$(0[4-9]|1[0-4])\$[./A-Za-z0-9]{53}$/

/** An argon2id hash in PHC form. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, strength)
}

/** @returns false for a wrong password and for a hash that is none */
export async function passwordFits(stored: string, password: string): Promise<boolean> {
  if (imported.test(stored)) return bcrypt.compare(password, stored)
  if (!stored.startsWith('$argon2')) return false
  return verify(stored, password)
}

/** Does this hash come from an import, to be replaced at the first sign-in that it admits? */
export const isImportedHash = (stored: string): boolean => stored.startsWith('$2')

let decoy: Promise<string> | undefined

/** Takes as long as a real comparison, so that an unknown e-mail cannot be told by the time. */
export async function spendTheTime(password: string): Promise<void> {
  decoy ??= hashPassword('nobody has this password')
  await passwordFits(await decoy, password)
}

/** @throws BAD_REQUEST for a password that is too short, or that the e-mail gives away */
export function checkNewPassword(field: string, password: string, email: string): void {
  if (password.length < minimumPasswordLength) {
    throw badField(field, `must have at least ${minimumPasswordLength} characters`)
  }
  if (password.toLowerCase() === email.toLowerCase()) {
    throw badField(field, 'must not be the e-mail address')
  }
}

/** A password to hand over once: 100 bits, in groups, without signs that look alike. */
export function generatePassword(ids: Ids): string {
  const signs = ids.signs(20, '23456789abcdefghjkmnpqrstuvwxyz')
  return signs.match(/.{5}/g)?.join('-') ?? signs
}
