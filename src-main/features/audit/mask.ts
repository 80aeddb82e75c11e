const secretKey =
  /(^|_)(password|passphrase|secret|token|cookie|authorization|api_key|private_key|signing_key)(_hash|_value|_text)?$/

/** What stands in the trail where a secret would have stood. */
export const masked = '[masked]'

/**
 * A detail without secrets: whatever text stands under a name such as `password`, `token_hash` or
 * `apiKey`, at any depth, is replaced. Flags such as `must_change_password: true` say no secret and stay.
 */
export function maskSecrets(detail: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(detail).map(([key, value]) => [
      key,
      secretKey.test(snakeCase(key)) ? maskedValue(value) : maskedWithin(value),
    ]),
  )
}

function maskedWithin(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(maskedWithin)
  return isRecord(value) ? maskSecrets(value) : value
}

/** Before and after of a secret say that it changed, and no more. */
function maskedValue(value: unknown): unknown {
  if (typeof value === 'boolean' || value === null || value === undefined) return value
  return masked
}

const snakeCase = (key: string): string =>
  key
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll('-', '_')
    .toLowerCase()

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
