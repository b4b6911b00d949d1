import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readBankReport } from '@/iso20022/report'
import { buildBooking } from './build-booking'

it('what the bank writes is read as it was written, for any ids, amounts and currencies', () => {
  const id = fc.stringMatching(/^[A-Za-z0-9?:().,'+&<>"-]{1,35}$/).filter((each) => !['NONE', '-'].includes(each.toUpperCase()))
  const payment = fc.record({
    instructionId: id,
    endToEndId: id,
    bankReference: id,
    amountMinor: fc.bigInt({ min: 1n, max: 99_999_999_999n }),
    chargeMinor: fc.bigInt({ min: 1n, max: 9_999n }),
  })
  fc.assert(
    fc.property(
      fc.array(payment, { minLength: 2, maxLength: 5 }),
      fc.constantFrom('EUR', 'JPY', 'KWD'),
      id,
      fc.constantFrom('camt.053', 'camt.054'),
      (payments, currency, blockId, kind) => {
        const paid = payments.map((each) => ({ ...each, currency }))
        const block = {
          paymentInformationId: blockId,
          debtor: { name: 'Sample Works GmbH', account: 'DE89370400440532013000', bic: 'COBADEFFXXX', country: 'DE' },
          executionDate: '2026-11-25',
          rail: 'swift' as const,
          currency,
          batchBooking: true,
          salary: true,
          payments: [],
        }
        const createdAt = '2026-11-25T08:00:00.000Z'
        const blocks = [{ block, entryReference: 'EN1', bankReference: 'BK1', paid }]
        const report = readBankReport(
          new TextEncoder().encode(buildBooking({ kind, messageId: 'DN1', createdAt, originalMessageId: 'M1', blocks, others: [] })),
        )
        const amountMinor = paid.reduce((sum, each) => sum + each.amountMinor, 0n)
        expect(report).toMatchObject({
          kind,
          entries: [
            {
              amount: { amountMinor, currency },
              account: block.debtor.account,
              batches: [{ messageId: 'M1', paymentInformationId: blockId, count: paid.length, sum: { amountMinor, currency } }],
              transactions: paid.map(({ instructionId, endToEndId, bankReference, ...each }) => ({
                instructionId,
                endToEndId,
                bankReference,
                amount: { amountMinor: each.amountMinor, currency },
                charges: [{ amountMinor: each.chargeMinor, currency }],
              })),
            },
          ],
          notUnderstood: [],
        })
      },
    ),
  )
})
