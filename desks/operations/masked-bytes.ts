/** The bytes of a dead letter as people who look after the system may see them: names and accounts as their lengths, whatever the bytes are. */
import { createHash } from 'node:crypto'
import { PAYOUT_STATUSES, PAYOUT_TYPES, payoutV1 } from '@/events/payout-v1'
import { PAYROLL_RUN_TYPES, payrollRunV1, RUN_STATUSES } from '@/events/payroll-run-v1'
import { shownFields } from '@/operations/compare/difference'

export type MaskedBytes = {
  bytes: number
  sha256: string
  /** JSON with its values masked, or lines of hex with what may be a text masked; null where there was no value at all. */
  form: 'json' | 'hex' | null
  lines: string[]
  /** Whether it goes on beyond what is shown. */
  isCut: boolean
}

const LINES_MAX = 200
const HEX_BYTES_MAX = 1_024
const JSON_BYTES_MAX = 65_536
const DEPTH_MAX = 12
const VALUE_MAX = 120

/** What every event has around its data, and what its data has beside a payout: none of it names anybody. */
const ENVELOPE = ['specversion', 'id', 'source', 'type', 'time', 'subject', 'dataschema', 'sequence', 'traceparent']
const PLAIN = new Set([
  ...ENVELOPE,
  'lines',
  'payouts',
  'bookedOn',
  'valueDate',
  'returnedOn',
  'settledOn',
  'cameBackOn',
  'for',
  'rail',
  'companyCode',
])
const WORDS = new Set<string>([
  ...ENVELOPE,
  ...Object.keys(payoutV1.shape),
  ...Object.keys(payoutV1.shape.payout.shape),
  ...Object.keys(payrollRunV1.shape),
  ...Object.keys(payrollRunV1.shape.run.shape),
  ...[...PAYOUT_TYPES, ...PAYROLL_RUN_TYPES].flatMap((type) => type.split(/[.-]/)),
  ...[...PAYOUT_STATUSES, ...RUN_STATUSES, 'data', 'actor', 'urn', 'payledger', 'payroll', 'payout', 'run', 'true', 'false', 'null'],
])

/** Whatever stands where a plain value should be: an account is one by its form, and long numbers may be. */
const looksLikeAccount = (text: string): boolean =>
  /[A-Z]{2}\d{2}[A-Z0-9 ]{9,}/i.test(text) || /\d[\d -]{10,}\d/.test(text.replace(UUIDS_AND_TIMES, ''))
const UUIDS_AND_TIMES = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d+)?Z)?/g

const hidden = (text: string): string => `${[...text].length} characters, not shown`

/** A value of one field, masked unless the field is known to name nobody and the value looks like nobody's. */
function shownValue(field: string, value: string | number): string {
  const text = String(value)
  const isPlain =
    PLAIN.has(field) || shownFields([{ field: `document.${field}`, expected: text, actual: null }])[0]?.expected === text.slice(0, 300)
  return !isPlain || text.length > VALUE_MAX || looksLikeAccount(text) || !/^[\w.:+\- ]*$/.test(text) ? hidden(text) : text
}

/** A name of a field is one of ours, or looks like a name of a field. */
const shownKey = (key: string): string =>
  WORDS.has(key) || (/^[A-Za-z][A-Za-z0-9_-]{0,39}$/.test(key) && !looksLikeAccount(key)) ? key : hidden(key)

function masked(value: unknown, field: string, depth: number): unknown {
  if (value === null || typeof value === 'boolean') return value
  if (typeof value === 'string' || typeof value === 'number') return shownValue(field, value)
  if (depth > DEPTH_MAX) return 'deeper than is shown'
  if (Array.isArray(value)) return value.slice(0, 50).map((each) => masked(each, field, depth + 1))
  return Object.fromEntries(
    Object.entries(value as object)
      .slice(0, 100)
      .map(([key, each]) => [shownKey(key), masked(each, depth > 0 && field === 'actor' ? `actor.${key}` : key, depth + 1)]),
  )
}

/** @param base64 null for a message without a value. */
export function maskedBytes(base64: string | null): MaskedBytes {
  if (base64 === null) return { bytes: 0, sha256: sha256(Buffer.alloc(0)), form: null, lines: [], isCut: false }
  const value = Buffer.from(base64, 'base64')
  const whole = { bytes: value.length, sha256: sha256(value) }
  const json = value.length <= JSON_BYTES_MAX ? parsed(value) : undefined
  if (typeof json !== 'object' || json === null)
    return { ...whole, form: 'hex', lines: hexLines(value), isCut: value.length > HEX_BYTES_MAX }
  const lines = JSON.stringify(masked(json, '', 0), null, 2).split('\n')
  return { ...whole, form: 'json', lines: lines.slice(0, LINES_MAX), isCut: lines.length > LINES_MAX }
}

const sha256 = (value: Buffer): string => createHash('sha256').update(value).digest('hex')

function parsed(value: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(value))
  } catch {
    return undefined
  }
}

const PER_LINE = 16

/** Sixteen bytes a line; letters and digits that make no word of the contract may be somebody's, and are told as "··". */
function hexLines(value: Buffer): string[] {
  const shown = value.subarray(0, HEX_BYTES_MAX)
  const isHidden = new Array<boolean>(shown.length).fill(false)
  for (const { 0: word, index } of shown.toString('latin1').matchAll(/[A-Za-z0-9\x80-\xff]+/g))
    if (!WORDS.has(word)) isHidden.fill(true, index, index + word.length)
  const lines: string[] = []
  for (let from = 0; from < shown.length; from += PER_LINE) {
    const cells = [...shown.subarray(from, from + PER_LINE)].map((byte, n) =>
      isHidden[from + n] ? '··' : byte.toString(16).padStart(2, '0'),
    )
    lines.push(`${from.toString(16).padStart(4, '0')}  ${cells.join(' ')}`)
  }
  return lines
}

const REASON_MAX = 300

/** Why it could not be taken, without what was quoted of the event itself. */
export function shownReason(reason: string): string {
  const unquoted = reason.replace(/\s*Preview of field.*/s, '').replace(/(?<=^|[\s[(:])(['"]).*?\1(?=[\s\]),.:;]|$)/gs, '“…”')
  const known = /^(dataschema|type) (.*) is unknown$/s.exec(unquoted)
  if (known?.[2] !== undefined && !/^[a-z:.\d-]{1,80}$/.test(known[2])) return `${known[1]} (${hidden(known[2])}) is unknown`
  const text = looksLikeAccount(unquoted) ? unquoted.replace(/[A-Za-z]{2}\d{2}[A-Za-z0-9 ]{9,}|\d[\d -]{10,}\d/g, '…') : unquoted
  return text.slice(0, REASON_MAX)
}
