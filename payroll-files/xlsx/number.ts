/** Numbers as workbooks keep them. */

/** What Excel itself keeps and shows of a number; the sixteenth digit of a stored double is noise. */
export const DIGITS_KEPT = 15

/**
 * A cell's number as a plain decimal. Text of up to 15 significant digits is taken as it stands; longer ones ("1234.5599999999999", a double written
 * out) are what Excel shows, the number at 15 digits. Null when it is none.
 */
export function plainNumber(text: string): string | null {
  if (/^-?\d+(?:\.\d+)?$/.test(text) && text.replace(/^-?0*|\.|-/g, '').length <= DIGITS_KEPT) return text.replace(/\.0+$/, '')
  const number = Number(text)
  if (text.trim() === '' || !Number.isFinite(number) || Math.abs(number) >= 1e30) return null
  const [, sign = '', whole = '0', fraction = '', power = '0'] =
    /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(number.toExponential(DIGITS_KEPT - 1)) ?? []
  const digits = whole + fraction
  const point = 1 + Number(power)
  const padded = point <= 0 ? `${'0'.repeat(1 - point)}${digits}` : digits.padEnd(point, '0')
  const at = Math.max(point, 1)
  const decimals = padded.slice(at).replace(/0+$/, '')
  return `${sign}${padded.slice(0, at)}${decimals === '' ? '' : `.${decimals}`}`
}

/** Days since the end of 1899 (or of 1903) as "2026-11-25", with the time when there is one. The number itself when it is no date. */
export function dateText(number: string, from1904: boolean): string {
  const days = Number(number) + (from1904 ? 1_462 : 0)
  if (!(days >= 61 && days < 2_958_466)) return number
  const iso = new Date(Date.UTC(1899, 11, 30) + Math.round(days * 86_400) * 1_000).toISOString()
  return Number.isInteger(days) ? iso.slice(0, 10) : iso.slice(0, 16).replace('T', ' ')
}
