/**
 * An IMO ship number: seven digits, the last one the check digit (digits 1–6 times 7…2, last digit
 * of the sum). `IMO ` in front is dropped.
 * @returns the seven digits, or a sentence saying what is wrong
 */
export function parseImo(text: string): { imo: string } | { problem: string } {
  const imo = text.trim().replace(/^IMO\s*/i, '')
  if (!/^\d+$/.test(imo)) return { problem: 'An IMO number has digits only, such as 9074729.' }
  if (imo.length !== 7) {
    return { problem: `An IMO number has 7 digits, such as 9074729; this one has ${imo.length}.` }
  }
  const right = imoCheckDigit(imo)
  if (imo[6] !== right) {
    return {
      problem: `The check digit of IMO ${imo} is wrong: it ends in ${imo[6]}, ${right} would be right.`,
    }
  }
  return { imo }
}

/** The check digit that belongs to the first six digits of an IMO number. */
export function imoCheckDigit(sixDigits: string): string {
  let sum = 0
  for (let place = 0; place < 6; place++) sum += Number(sixDigits[place]) * (7 - place)
  return String(sum % 10)
}

/**
 * A UN/LOCODE: two letters of the country, three characters A–Z or 2–9. Lower case and one space
 * between are accepted and dropped. Only the shape is checked: existence needs the table.
 */
export function parseUnlocode(text: string): { unlocode: string } | { problem: string } {
  const unlocode = text
    .trim()
    .toUpperCase()
    .replace(/^([A-Z]{2}) /, '$1')
  if (/^[A-Z]{2}[A-Z2-9]{3}$/.test(unlocode)) return { unlocode }
  return {
    problem:
      'A UN/LOCODE is two letters for the country and three letters or digits from 2 to 9, such as NLRTM.',
  }
}

/** A room's operation code, `STS-YYYYMMDD-XXXXXX`, from its ETA and a random part. */
export function operationCode(etaIso: string, random: string): string {
  return `STS-${etaIso.slice(0, 10).replaceAll('-', '')}-${random}`
}

/** The signs an operation code's random part is made of: no 0, O, 1, I, which people misread. */
export const operationCodeAlphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'
