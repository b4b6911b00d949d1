import { expect, it } from 'vitest'
import { payrollEvents } from '@/stack/test-runner/payroll-events'
import { maskedBytes, shownReason } from './masked-bytes'

const [event] = [...payrollEvents({ runs: 1, payoutsPerRun: 1 })]
const value = event?.value ?? Buffer.alloc(0)
const shown = (bytes: Buffer | string) => maskedBytes(Buffer.from(bytes).toString('base64'))
const SECRETS = ['Lucía', 'García', '1001', '1332', 'abab', 'Test Employer']

it('shows an event with its names and accounts as lengths', () => {
  const { form, lines, isCut, bytes } = shown(value)
  const text = lines.join('\n')
  expect({ form, isCut, bytes }).toEqual({ form: 'json', isCut: false, bytes: value.length })
  for (const secret of SECRETS) expect(text).not.toContain(secret)
  expect(text).toContain('"beneficiaryName": "22 characters, not shown"')
  expect(text).toContain('"dataschema": "urn:payledger:payout:1"')
  expect(text).toContain('"status": "submitted"')
  expect(text).toContain('"currency": "PLN"')
})

it('shows nobody’s account wherever it stands: as a value, as the name of a field, or in a field that should hold another thing', () => {
  const text = shown(
    JSON.stringify({
      type: 'ES9121000418450200051332',
      iban: 'ES91 2100 0418 4502 0005 1332',
      ES9121000418450200051332: 1,
      sequence: 370400440532013000,
      deep: [{ note: 'Ana Sample' }],
    }),
  ).lines.join('\n')
  for (const secret of ['2100', '0418', '3704', 'Ana', 'Sample']) expect(text).not.toContain(secret)
})

it('shows what is no JSON as hex, cut, and without what may be a text of somebody', () => {
  const half = shown(value.subarray(0, 700))
  expect(half.form).toBe('hex')
  const bytes = half.lines.flatMap((line) => line.slice(6).split(' '))
  const text = Buffer.from(bytes.map((cell) => (cell === '··' ? 46 : Number.parseInt(cell, 16)))).toString('latin1')
  expect(text).toContain('"specversion":"..."')
  expect(text).toContain('"payout":{')
  for (const secret of SECRETS) expect(text).not.toContain(secret)
  const large = shown(Buffer.alloc(3_000_000, 0))
  expect(large).toMatchObject({ form: 'hex', isCut: true, bytes: 3_000_000 })
  expect(large.lines).toHaveLength(64)
  expect(maskedBytes(null)).toMatchObject({ form: null, bytes: 0, lines: [] })
  expect(shown('"Ana Sample"').lines.join()).not.toContain('41 6e 61')
})

it('says a reason without what it quotes', () => {
  expect(shownReason("rejected by the index: failed to parse field [x]. Preview of field's value: 'Ana Sample'")).not.toContain('Ana')
  expect(shownReason('dataschema urn:payledger:payout:2 is unknown')).toBe('dataschema urn:payledger:payout:2 is unknown')
  expect(shownReason('type Ana Sample is unknown')).toBe('type (10 characters, not shown) is unknown')
  expect(shownReason('data.payout.lineNumber: more than the ledger can hold')).toBe('data.payout.lineNumber: more than the ledger can hold')
})
