/** What a comparison found to differ, as it is kept: values in full only where they name nobody. */
import { createHash } from 'node:crypto'
import { CANONICAL_FIELDS, type CanonicalTexts } from '@/events/canonical'
import type { FieldDifference } from '@/events/held-copy'
import type { Cause, ComparedStore, MismatchKind } from './causes'

export type Difference = { store: ComparedStore; kind: MismatchKind; subject: string; cause: Cause; fields: readonly FieldDifference[] }

/** Of people: a name, a number, an account. */
const OF_PEOPLE = new Set<string>(['beneficiaryName', 'employeeNumber', 'accountLast4', 'accountHash'])
/** Fields that only a document has and that name nobody. */
const OF_DOCUMENTS = new Set([
  'kind',
  'bucket',
  'fingerprintHigh',
  'fingerprintLow',
  'position',
  'exponent',
  'bookedOn',
  'valueDate',
  'companyCode',
])
const PLAIN = new Set<string>(CANONICAL_FIELDS.filter((field) => !OF_PEOPLE.has(field)))

/** Whether people who look after the system may read a field's value. */
function isPlain(field: string): boolean {
  if (OF_PEOPLE.has(field)) return false
  if (!field.startsWith('document')) return true
  const name = field.slice('document.'.length)
  return field === 'document' || PLAIN.has(name) || OF_DOCUMENTS.has(name)
}

const VALUE_LENGTH_MAX = 300

/** As it is shown: of what names a person only how long it is. */
export const shownFields = (fields: readonly FieldDifference[]): FieldDifference[] =>
  fields.map(({ field, expected, actual }) => {
    const shown = (value: string | null) =>
      value === null || isPlain(field) ? (value?.slice(0, VALUE_LENGTH_MAX) ?? null) : `${[...value].length} characters, not shown`
    return { field, expected: shown(expected), actual: shown(actual) }
  })

/** Of the cause and every value in full: an explanation holds for exactly these. */
export const hashOfFields = ({ cause, fields }: Pick<Difference, 'cause' | 'fields'>): string =>
  createHash('sha256')
    .update(JSON.stringify([cause, fields]))
    .digest('hex')

/** The fields in which two payouts differ; one of them may not be there. */
export function fieldsApart(expected: CanonicalTexts | null, actual: CanonicalTexts | null): FieldDifference[] {
  const fields = Object.keys(expected ?? actual ?? {}) as (keyof CanonicalTexts)[]
  return fields.flatMap((field) => {
    const [should, is] = [expected?.[field] ?? null, actual?.[field] ?? null]
    return should === is ? [] : [{ field, expected: should, actual: is }]
  })
}
