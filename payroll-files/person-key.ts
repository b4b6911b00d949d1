/** Which rows of payroll files are of one person, by their employee numbers. */

/** Nearly every number: there is nothing to take off but zeros. */
const PLAIN = /^[0-9A-Za-z_/-]*$/
const OTHER_DIGITS = /[٠-٩۰-۹]/g
const DIGITS = '٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹'
const DASHES = /[\u2010-\u2015\u2212]/g
const UNMEANT = /['\u2018\u2019`\u00ad\u200c\u200d]/g

/**
 * What an employee number is the same by, however it is written: without case, zeros in front, ".0" behind, thousands' commas, "#", apostrophes, blanks of
 * any width, and in plain digits. A name that stands for the number keeps its blanks. The ledger's `person_key` is the same, and tested against this.
 */
export function personKey(number: string): string {
  const key = PLAIN.test(number) ? number.toUpperCase() : unwritten(number)
  return key.replace(/^0+/, '') || '0'
}

function unwritten(number: string): string {
  const plain = number
    .replace(OTHER_DIGITS, (digit) => String(DIGITS.indexOf(digit) % 10))
    .replace(DASHES, '-')
    .replace(UNMEANT, '')
    .normalize('NFKC')
    .toUpperCase()
  const key = /[0-9]/.test(plain) ? plain.replace(/[ #]/g, '') : plain.replace(/^[ #]+|[ #]+$/g, '')
  return key.replace(/^([0-9]{1,3}),([0-9]{3})(?:,([0-9]{3}))?(?:[.]0{1,2})?$/, '$1$2$3').replace(/^([0-9]+)[.,]0{1,2}$/, '$1')
}
