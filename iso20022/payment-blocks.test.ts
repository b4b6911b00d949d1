import fc from 'fast-check'
import { expect, it } from 'vitest'
import { atOnce } from '@/platform/in-turns'
import { PLAIN, paymentOf, transferOf } from '@/stack/test-runner/transfers'
import { buildPain001 } from './pain001'
import { type PlannedPayment, paymentBlocks } from './payment-blocks'

const { debtor } = transferOf().blocks[0]!
const common = { debtor, executionDate: '2026-11-25', batchBooking: true, salary: true }

const planned = (count: number): PlannedPayment[] =>
  Array.from({ length: count }, (_, n) => ({
    ...paymentOf({ endToEndId: `NL-2026-11-01-${String(n).padStart(5, '0')}`, amountMinor: BigInt(n + 1) }),
    ...(n % 3 === 0
      ? { blockId: 'F1-X-PLN', rail: 'swift' as const, currency: 'PLN' }
      : { blockId: 'F1-S-EUR', rail: 'sepa' as const, currency: 'EUR' }),
  }))

it('makes the same bytes of the same payments, in whatever order they come', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(planned(40), { minLength: 40 }), (shuffled) => {
      const file = (payments: PlannedPayment[]) =>
        buildPain001({ ...transferOf(), blocks: atOnce(paymentBlocks(payments, common)) }, PLAIN).xml
      expect(file(shuffled)).toBe(file(planned(40)))
    }),
    { numRuns: 30 },
  )
})

it('puts every payment into the one block planned for it, and says salary by SEPA only', () => {
  const blocks = atOnce(paymentBlocks(planned(7), common))
  expect(
    blocks.map(({ paymentInformationId, rail, currency, salary, payments }) => [
      paymentInformationId,
      rail,
      currency,
      salary,
      payments.length,
    ]),
  ).toEqual([
    ['F1-S-EUR', 'sepa', 'EUR', true, 4],
    ['F1-X-PLN', 'swift', 'PLN', false, 3],
  ])
  expect(atOnce(paymentBlocks(planned(7), { ...common, salary: false })).some(({ salary }) => salary)).toBe(false)
})
