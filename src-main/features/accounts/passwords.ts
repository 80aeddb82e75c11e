import { hash, verify } from '@node-rs/argon2'

/** OWASP's first choice for argon2id: 19 MiB, two passes, one lane. */
const strength = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** An argon2id hash in PHC form. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, strength)
}

/** @returns false for a wrong password and for a hash that is none */
export async function passwordFits(stored: string, password: string): Promise<boolean> {
  if (!stored.startsWith('$argon2')) return false
  return verify(stored, password)
}

let decoy: Promise<string> | undefined

/** Takes as long as a real comparison, so that an unknown e-mail cannot be told by the time. */
export async function spendTheTime(password: string): Promise<void> {
  decoy ??= hashPassword('nobody has this password')
  await passwordFits(await decoy, password)
}
