/** A payout has the same texts and the same fingerprint in Postgres as in JavaScript, whatever its fields hold. */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { BOOKING_FIELDS, bucketOf, CANONICAL_FIELDS, canonicalPayout, canonicalTexts, fingerprintOf } from '@/events/canonical'
import type { PayoutStateV1 } from '@/events/payout-v1'
import { Prisma } from '@/prisma/connect'
import { anyPayout } from '@/stack/test-runner/any-payout'
import { type TestLedger, testLedger } from '@/stack/test-runner/ledger'
import { BUCKET, DIGEST, TEXTS } from './payout-texts'

let test: TestLedger
beforeAll(async () => {
  test = await testLedger()
})
afterAll(() => test.close())

/** Rows with any values at all, which no table of the ledger would take. */
const ROWS = Prisma.sql`
  jsonb_to_recordset(payouts.rows) AS payout(id uuid, version int, status text, run_id uuid, line_number int, employee_number text, beneficiary_name text,
    beneficiary_country text, account_last4 text, account_hash text, amount_minor bigint, currency text, rail text, attempt int,
    submitted_at timestamptz, approved_at timestamptz, sent_at timestamptz, settled_at timestamptz, failed_at timestamptz, status_since timestamptz,
    run jsonb, company jsonb, instruction jsonb),
  jsonb_to_record(payout.run) AS run(reference text, company_id uuid, period text, pay_date date), jsonb_to_record(payout.company) AS company(country text),
  jsonb_to_record(payout.instruction) AS instruction(end_to_end_id text, bank_reference text, fee_minor bigint, reason_code text, booked_on date,
    value_date date, returned_on date, account_amount_minor bigint, account_currency text, exchange_rate text, charges jsonb, return_charges jsonb)`

/** The ledger holds charges by currency, those of a return apart, and a charge's day is the booking's. */
function asLedgerHolds(state: PayoutStateV1): PayoutStateV1 {
  const of = (what: 'payment' | 'return', day: string | undefined) =>
    [...new Map((state.charges ?? []).filter((each) => each.for === what).map((each) => [each.currency, each])).values()]
      .sort((a, b) => (a.currency < b.currency ? -1 : 1))
      .map(({ bookedOn: _, ...each }) => ({ ...each, ...(day && { bookedOn: day }) }))
  const charges = [...of('payment', state.bookedOn), ...of('return', state.returnedOn)]
  return { ...state, corridor: `DE-${state.beneficiaryCountry}`, ...(charges.length > 0 ? { charges } : { charges: undefined }) }
}

function rowOf(state: PayoutStateV1): object {
  const of = (what: string) => {
    const charges = (state.charges ?? []).filter((each) => each.for === what)
    return charges.length > 0 ? Object.fromEntries(charges.map(({ currency, amountMinor }) => [currency, amountMinor])) : null
  }
  const snake = Object.entries(state).map(([name, value]) => [name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), value])
  const row = Object.fromEntries(snake) as Record<string, unknown>
  const on = state.accountAmount
  return {
    ...row,
    run: { reference: state.runReference, company_id: state.companyId, period: state.period, pay_date: state.payDate },
    company: { country: 'DE' },
    instruction: {
      ...row,
      ...{ account_amount_minor: on?.amountMinor, account_currency: on?.currency, exchange_rate: on?.exchangeRate },
      ...{ charges: of('payment'), return_charges: of('return') },
    },
  }
}

it('as events/canonical.ts says', async () => {
  const states = fc.sample(anyPayout, { numRuns: 400, seed: 41 }).map(asLedgerHolds)
  const rows = await test.ledger.$queryRaw<{ id: string; texts: (string | null)[]; digest: string; bucket: number }[]>`
    SELECT payout.id, ${TEXTS} AS texts, ${DIGEST} AS digest, ${BUCKET} AS bucket
    FROM (SELECT ${JSON.stringify(states.map(rowOf))}::jsonb AS rows) payouts, ${ROWS}`
  const found = new Map(rows.map((row) => [row.id, row]))
  for (const state of states) {
    const row = found.get(state.id)
    const texts = canonicalTexts(state)
    expect(row?.texts).toEqual([...CANONICAL_FIELDS, ...BOOKING_FIELDS].map((field) => texts[field]))
    const halves = [0, 8].map((from) => Number.parseInt(row?.digest.slice(from, from + 8) ?? '', 16))
    expect(halves).toEqual(fingerprintOf(canonicalPayout(state)))
    expect(row?.bucket).toBe(bucketOf(state.id))
  }
})
