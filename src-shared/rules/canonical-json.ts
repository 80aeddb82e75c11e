import canonicalize from 'canonicalize'

/**
 * The one way to write a value as JSON, RFC 8785: keys in UTF-16 order, no white space, ECMAScript
 * numbers. Hashes are taken over it, so equal values give equal hashes on every machine.
 *
 * @throws TypeError when the value has no JSON form (undefined, a function, a symbol)
 * @throws Error for NaN, infinities, lone surrogates, and circular values
 */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value)
  if (text === undefined) throw new TypeError('The value has no JSON form')
  return text
}
