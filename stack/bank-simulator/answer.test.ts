import { describe, expect, it } from 'vitest'
import type { CreditTransfer, Payment, PaymentBlock } from '@/iso20022/credit-transfer'
import type { FileFormat } from '@/iso20022/file-format'
import { buildPain001 } from '@/iso20022/pain001'
import { rejectionsOf } from '@/iso20022/pain002'
import { readBankReport } from '@/iso20022/report'
import { makeIban } from '../test-runner/make-iban'
import { PLAIN } from '../test-runner/transfers'
import { type Answer, answer } from './answer'
import { ODD_ENDINGS } from './oddity'
import { FIXED_ENDINGS } from './rejection'

const NOW = new Date('2026-11-25T08:00:00.000Z')
const DEBTOR = { name: 'Sample Works GmbH', account: 'DE89370400440532013000', bic: 'COBADEFFXXX', country: 'DE' }

function payment(n: number, change: Partial<Payment> = {}): Payment {
  const account = makeIban('ES', `2100${String(n * 7_919).padStart(16, '0')}`)
  return {
    instructionId: `I-${n}`,
    endToEndId: `E-${n}`,
    amountMinor: 200_000n + BigInt(n),
    currency: 'EUR',
    remittance: null,
    creditor: { name: 'Ana Sample', account, accountKind: 'iban', bic: null, country: 'ES' },
    ...change,
  }
}

const ending = (digits: string, n: number): Payment =>
  payment(n, {
    creditor: { name: 'Ana Sample', account: makeIban('ES', `210004184502000${digits}`), accountKind: 'iban', bic: null, country: 'ES' },
  })

const yen = (n: number): Payment =>
  payment(n, {
    currency: 'JPY',
    amountMinor: 300_000n,
    creditor: { name: 'Hanako Sample', account: '1288888', accountKind: 'number', bic: 'BOTKJPJT', country: 'JP' },
  })

function file(...blocks: Payment[][]): string {
  return fileIn(PLAIN, {}, ...blocks)
}

function fileIn(format: FileFormat, change: Partial<PaymentBlock>, ...blocks: Payment[][]): string {
  const transfer: CreditTransfer = {
    messageId: 'DE-2026-11-01-F1',
    createdAt: NOW.toISOString(),
    initiatingParty: 'Sample Works GmbH',
    blocks: blocks.map((payments, i) => ({
      paymentInformationId: `B${i + 1}`,
      debtor: DEBTOR,
      executionDate: '2026-11-25',
      rail: payments[0]?.currency === 'EUR' ? 'sepa' : 'swift',
      currency: payments[0]?.currency ?? 'EUR',
      batchBooking: false,
      ...change,
      salary: true,
      payments,
    })),
  }
  return buildPain001(transfer, format).xml
}

function read(xml: string | null) {
  return readBankReport(new TextEncoder().encode(xml ?? ''))
}

function statusOf(xml: string) {
  const report = read(xml)
  if (report.kind !== 'pain.002') throw new Error(JSON.stringify(report))
  return report
}

function bookingOf({ booking }: Answer) {
  const report = read(booking?.xml ?? null)
  if (report.kind !== 'camt.054' && report.kind !== 'camt.053') throw new Error(JSON.stringify(report))
  return report
}

describe('the simulated bank', () => {
  it('books every payment it accepts, with reference and charges, in an entry per block', () => {
    const answers = answer(file([ending('88888', 1), ending('88888', 2)], [yen(3)]), NOW)
    const { pain002, paid } = answers
    expect(statusOf(pain002)).toMatchObject({
      originalMessageId: 'DE-2026-11-01-F1',
      groupStatus: 'ACSP',
      createdAt: '2026-11-25T08:00:00.000Z',
    })
    const { entries, notUnderstood } = bookingOf(answers)
    expect(notUnderstood).toEqual([])
    expect(entries).toMatchObject([
      {
        booked: true,
        direction: 'debit',
        account: DEBTOR.account,
        bookingDate: '2026-11-25',
        amount: { amountMinor: 400_003n, currency: 'EUR' },
        charges: [],
        batches: [{ messageId: 'DE-2026-11-01-F1', paymentInformationId: 'B1', count: 2, sum: { amountMinor: 400_003n, currency: 'EUR' } }],
        transactions: [{ endToEndId: 'E-1', charges: [{ amountMinor: 14n, currency: 'EUR' }] }, { endToEndId: 'E-2' }],
      },
      {
        // 300,000 yen at 163.27 a euro, and what the bank takes for it inside.
        amount: { amountMinor: 183_745n + 1_500n, currency: 'EUR' },
        transactions: [
          {
            endToEndId: 'E-3',
            amount: { amountMinor: 300_000n, currency: 'JPY' },
            accountAmount: { amountMinor: 183_745n, currency: 'EUR' },
            exchangeRate: '163.27',
            charges: [{ amountMinor: 1_500n, currency: 'EUR', inside: true }],
          },
        ],
      },
    ])
    expect(paid.map((each) => each.endToEndId)).toEqual(['E-1', 'E-2', 'E-3'])
    expect(new Set(paid.map((each) => each.bankReference)).size).toBe(3)
  })

  it('books in the payment’s own currency where the bank keeps accounts so, and charges in it', () => {
    const debtor = { ...DEBTOR, bic: 'INGDDEFFXXX' }
    const { entries } = bookingOf(answer(fileIn(PLAIN, { debtor }, [yen(3)]), NOW))
    expect(entries).toMatchObject([
      {
        amount: { amountMinor: 300_000n, currency: 'JPY' },
        transactions: [{ endToEndId: 'E-3', accountAmount: null, charges: [{ amountMinor: 2_160n, currency: 'JPY' }] }],
      },
    ])
  })

  it('sends back what such an account cannot take, less what the other bank keeps', () => {
    const { entries, notUnderstood } = bookingOf(answer(file([ending('40009', 1)]), NOW))
    expect(notUnderstood).toEqual([])
    expect(entries[1]).toMatchObject({
      ...{ direction: 'credit', amount: { amountMinor: 200_001n - 350n } },
      transactions: [
        {
          ...{ endToEndId: 'E-1', amount: { amountMinor: 200_001n }, returnReason: { code: 'AC04' } },
          charges: [{ amountMinor: 350n, currency: 'EUR', inside: true }],
        },
      ],
    })
  })

  it('reads both versions, and names in its status the one it was given', () => {
    const older = answer(fileIn({ ...PLAIN, version: 'pain.001.001.03' }, {}, [ending('88888', 1)], [yen(2)]), NOW)
    expect(older.pain002).toContain('<OrgnlMsgNmId>pain.001.001.03</OrgnlMsgNmId>')
    expect(older.paid).toEqual(answer(file([ending('88888', 1)], [yen(2)]), NOW).paid)
    expect(older.paid).toHaveLength(2)
  })

  it.each(Object.entries(FIXED_ENDINGS).filter(([, code]) => code !== null))(
    'refuses an account that ends with %s as %s',
    (digits, code) => {
      const answers = answer(file([ending(digits, 1), ending('88888', 2)]), NOW)
      expect(rejectionsOf(statusOf(answers.pain002)).payments.get('E-1')).toMatchObject([{ code }])
      expect(bookingOf(answers).entries[0]?.transactions.map((each) => each.endToEndId)).toEqual(['E-2'])
    },
  )

  it('refuses about 1.5 % of the rest, for several reasons, and the same ones every time', () => {
    const payments = Array.from({ length: 4_000 }, (_, n) => payment(n + 1))
    const refused = rejectionsOf(statusOf(answer(file(payments), NOW).pain002)).payments
    expect(refused.size).toBeGreaterThan(30)
    expect(refused.size).toBeLessThan(95)
    expect(new Set([...refused.values()].map(([reason]) => reason?.code)).size).toBeGreaterThanOrEqual(4)
    const renamed = payments.map((each) => ({ ...each, endToEndId: `X-${each.endToEndId}` }))
    expect(rejectionsOf(statusOf(answer(file(renamed), NOW).pain002)).payments.size).toBe(refused.size)
  })

  it('books nothing when it refuses everything', () => {
    const { pain002, booking, paid } = answer(file([ending('40004', 1)]), NOW)
    expect(statusOf(pain002).groupStatus).toBe('RJCT')
    expect(rejectionsOf(statusOf(pain002)).payments.get('E-1')).toMatchObject([{ code: 'AC04' }])
    expect([booking, paid]).toEqual([null, []])
  })

  it('refuses a file whose sum is not the real one, and one it cannot read', () => {
    const wrongSum = answer(file([payment(1)]).replace(/<CtrlSum>/, '<CtrlSum>9'), NOW)
    expect(rejectionsOf(statusOf(wrongSum.pain002)).file).toMatchObject([{ code: 'AM10' }])
    const cutOff = answer(file([payment(1)]).slice(0, -40), NOW)
    expect(statusOf(cutOff.pain002)).toMatchObject({ originalMessageId: 'DE-2026-11-01-F1' })
    expect(rejectionsOf(statusOf(cutOff.pain002)).file).toMatchObject([{ code: 'FF01' }])
    expect([wrongSum.booking, cutOff.booking]).toEqual([null, null])
  })

  it('gives the same bytes for the same receipt and pays again, under other ids, for another', () => {
    const xml = file([ending('88888', 1)])
    expect(answer(xml, NOW)).toEqual(answer(xml, NOW))
    const [first, second] = [answer(xml, NOW, 'a'), answer(xml, NOW, 'b')]
    expect(bookingOf(first).messageId).not.toBe(bookingOf(second).messageId)
    expect(second.paid[0]?.endToEndId).toBe('E-1')
    expect(second.paid[0]?.bankReference).not.toBe(first.paid[0]?.bankReference)
  })

  it('books a block as one line when it is asked to, and names nobody in it; what goes by SWIFT it books one by one', () => {
    const entries = bookingOf(
      answer(fileIn(PLAIN, { batchBooking: true }, [ending('88888', 1), ending('88888', 2)], [yen(3)]), NOW),
    ).entries
    expect(entries[0]).toMatchObject({
      batches: [{ paymentInformationId: 'B1', count: 2, sum: { amountMinor: 400_003n } }],
      transactions: [],
    })
    expect(entries[1]).toMatchObject({ transactions: [{ endToEndId: 'E-3' }] })
  })

  it('sends a statement where the bank sends no notifications; at the end of a quarter there is more on it', () => {
    const polder = fileIn(PLAIN, { debtor: { ...DEBTOR, bic: 'ABNANL2A' } }, [ending('88888', 1)])
    expect(bookingOf(answer(polder, NOW))).toMatchObject({ kind: 'camt.053', entries: [{ transactions: [{ endToEndId: 'E-1' }] }] })
    const december = bookingOf(answer(polder, new Date('2026-12-23T08:00:00.000Z')))
    expect(december.entries.slice(1)).toMatchObject([
      { direction: 'debit', amount: { amountMinor: 4_500n }, transactions: [{ endToEndId: null, counterparty: { name: 'Your bank' } }] },
      { direction: 'credit', transactions: [{ returnReason: null, counterparty: { name: 'Sample Greengrocers' } }] },
    ])
  })

  it('is odd with a payment whose account asks for it', () => {
    const odd = (oddity: string): string => Object.keys(ODD_ENDINGS).find((digits) => ODD_ENDINGS[digits] === oddity) ?? ''
    const entriesOf = (oddity: string) => bookingOf(answer(file([ending(odd(oddity), 1), ending('88888', 2)]), NOW)).entries
    expect(entriesOf('booked-twice')[1]).toMatchObject({ direction: 'debit', transactions: [{ endToEndId: 'E-1' }] })
    expect(entriesOf('other-amount')[0]?.transactions[0]).toMatchObject({ endToEndId: 'E-1', amount: { amountMinor: 199_996n } })
    expect(entriesOf('comes-back-unmarked')[1]).toMatchObject({
      direction: 'credit',
      transactions: [{ endToEndId: null, returnReason: null }],
    })
    const { blocks, groupStatus } = statusOf(answer(file([ending(odd('name-nearly'), 1)]), NOW).pain002)
    expect([groupStatus, blocks[0]?.transactions[0]?.status]).toEqual(['ACSP', 'RVMC'])
  })
})
