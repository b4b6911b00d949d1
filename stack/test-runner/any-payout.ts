/** Payouts as no payroll has them, but as the contract allows: for what must hold of all of them. */
import fc from 'fast-check'
import { PAYOUT_STATUSES, type PayoutStateV1 } from '@/events/payout-v1'

/** No store takes a NUL in a text. */
const text = fc.string({ unit: 'binary', maxLength: 24 }).map((value) => value.replaceAll('\u0000', ' '))
/** Also past what a JavaScript number holds exactly. */
const minor = fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }).map(String)
const [from, to] = [new Date('2000-01-01T00:00:00Z'), new Date('2099-12-31T23:59:59.999Z')]
const time = fc.date({ min: from, max: to, noInvalidDate: true }).map((date) => date.toISOString())
const day = time.map((each) => each.slice(0, 10))
const currency = fc.constantFrom('EUR', 'JPY', 'KWD', 'PLN')
const orNull = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null })
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })

const charge = fc
  .record({ amountMinor: minor, currency, for: fc.constantFrom('payment' as const, 'return' as const), bookedOn: maybe(day) })
  .map(withoutNothing)
const onAccount = fc.record({ amountMinor: minor, currency, exchangeRate: maybe(fc.constantFrom('1.1', '0.0912000')) }).map(withoutNothing)

/** One payout at version 1; every id is another. */
export const anyPayout: fc.Arbitrary<PayoutStateV1> = fc
  .record({
    ...{ id: fc.uuid({ version: 7 }), runId: fc.uuid({ version: 7 }), runReference: text, companyId: fc.uuid({ version: 7 }) },
    ...{ companyCode: text, companyName: text, companyCountry: fc.constant('DE'), period: fc.constant('2026-11'), payDate: day },
    ...{ lineNumber: fc.integer({ min: 1, max: 100_000 }), employeeNumber: text, beneficiaryName: text },
    ...{ beneficiaryCountry: fc.constantFrom('ES', 'JP'), accountLast4: text, accountHash: text, amountMinor: minor, currency },
    ...{ rail: fc.constantFrom('sepa' as const, 'swift' as const), corridor: text, status: fc.constantFrom(...PAYOUT_STATUSES) },
    ...{ version: fc.constant(1), attempt: fc.integer({ min: 1, max: 9 }), endToEndId: orNull(text), bankReference: orNull(text) },
    ...{ feeMinor: orNull(minor), reasonCode: orNull(text), submittedAt: time, approvedAt: orNull(time), sentAt: orNull(time) },
    ...{ settledAt: orNull(time), failedAt: orNull(time), statusSince: time, bookedOn: maybe(day), valueDate: maybe(day) },
    ...{ returnedOn: maybe(day), charges: maybe(fc.array(charge, { minLength: 1, maxLength: 3 })), accountAmount: maybe(onAccount) },
  })
  .map(withoutNothing)

/** As an event says it: what is not known is not there. */
function withoutNothing<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as T
}
