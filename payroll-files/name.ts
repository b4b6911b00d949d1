/** What becomes of a name on its way into a bank file. */

import type { Rail } from '@/accounts/rail'
import { foreignIn, NAME_CHARACTERS_MAX, nameInFile, type Umlauts } from '@/iso20022/charset'
import { romanized } from '@/iso20022/romanization'
import type { Mapping, MappingField } from './mapping'

/** For these a bank file has only spaces to change. */
const ONLY_SEPA = /^[A-Za-z0-9/\-?:().,'+ ]*$/

/** Whether a bank file has the very same name. */
export const isAsInFile = (name: string): boolean => ONLY_SEPA.test(name) && name.length <= NAME_CHARACTERS_MAX && !/^ | {2}| $/.test(name)

/** The note on a name that the bank file has in another way. */
export function carriedName(name: string, rail: Rail, umlauts: Umlauts): string {
  const { text, cut } = nameInFile(name, umlauts)
  const end = cut === null ? '' : ` "${cut}" is cut off, because banks accept ${NAME_CHARACTERS_MAX} characters.`
  return `${rail === 'sepa' ? 'SEPA' : 'The bank'} will show this name as "${text}".${end}`
}

/**
 * Why a name that no bank carries, in whole or in part, is not paid before somebody settles it, and how it is written by rule where one is to be
 * trusted; null for every other name. `what`: "name" or "first name"; `country`: where the account is held.
 */
export function foreignName(name: string, what: string, country: string): { reason: string; proposal: string | null } | null {
  const foreign = foreignIn(name)
  if (foreign === null) return null
  if (!/\p{L}/u.test(foreign)) return { reason: `Banks do not accept "${foreign}". Write the ${what} without it.`, proposal: null }
  const rule = romanized(name, country)
  const end = "type it as the account holder's bank writes it."
  const reason = rule
    ? `Banks accept only Latin letters. The standard spelling (${rule.standard}) of this ${what} is "${rule.text}": use that, or ${end}`
    : `Banks accept only Latin letters, and there is no standard spelling of this ${what}: ${end}`
  return { reason, proposal: rule?.text ?? null }
}

/** What programs write for a letter that their character set has not: "?" most of them, "¿" Oracle, dots some bank formats; three dots also end a name that was cut. */
const LOST = /[?¿]|\.{3,}|…/
/** What programs write where they have no name. "Null" is a surname, though nobody's whole name. */
const NO_NAME = /^(n\/a|n\.a\.|nan|undefined|unknown|tbd)$/i
const NO_WHOLE_NAME = /^(null|none|nil)$/i

/** Why a text is no name, though every letter of it could be sent: what was lost where the file was saved; null for every other text. `what` as above. */
export function lostName(text: string, what: string): string | null {
  if (NO_NAME.test(text) || (what === 'name' && NO_WHOLE_NAME.test(text))) return `"${text}" is not a ${what}. Write it again.`
  const lost = LOST.exec(text)?.[0]
  if (lost !== undefined) return `Letters of the ${what} were lost when the file was saved (${lost}). Write it again.`
  return /\p{L}/u.test(text) ? null : `The ${what} has no letters. Write it again.`
}

/** A row's name as it is written, in one text: by it a settled name is found again. */
export function writtenName({ fields, nameOrder }: Mapping, cell: (field: MappingField) => string): string {
  const both = nameOrder === 'first-last' ? (['first_name', 'last_name'] as const) : (['last_name', 'first_name'] as const)
  const names = fields.first_name || fields.last_name ? both.map(cell) : [cell('employee_name')]
  return names.join(' ').normalize('NFC').trim()
}
