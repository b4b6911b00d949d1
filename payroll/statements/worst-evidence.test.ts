/** Messages of 100,000 payments, and what multiplies with them: their evidence is made a few at a time, so that others have their turn between. */
import { setImmediate as turn } from 'node:timers/promises'
import { expect, it } from 'vitest'
import type { BankReport, Entry, StatusReport } from '@/iso20022/report-types'
import { booked, debit, named, type Sent, status } from '@/stack/test-runner/bank-says'
import { longestSliceMs } from '@/stack/test-runner/cpu-time'
import { evidenceIn } from './evidence-in'

const MANY = 100_000
/** As many as are kept with one statement. */
const AT_ONCE = 2_000
const SLICE_MS = 200

const sent: Sent[] = Array.from({ length: MANY }, (_, n) => ({ endToEndId: `E${n}`, amountMinor: 1_000n, currency: 'EUR' }))
const charge = { amountMinor: 1n, currency: 'EUR', inside: true as const }
const entry = (change: Partial<Entry> = {}, payments: readonly Sent[] = sent): BankReport => booked([debit('one', payments, change)])
const blocks = (count: number) =>
  sent.slice(0, count).map(({ endToEndId }) => ({ messageId: 'M', paymentInformationId: endToEndId, count: 9, sum: null }))

function answers(word: string, block: Partial<StatusReport['blocks'][number]> = {}): BankReport {
  const report = status(
    'M1',
    sent.map(({ endToEndId }) => ({ endToEndId, status: word, reason: 'AC04' })),
  )
  return { ...report, blocks: report.blocks.map((each) => ({ ...each, ...block })) }
}

it.each<[string, BankReport, number]>([
  ['rejections', answers('RJCT'), MANY],
  ['rejections in a block that is one too many', answers('RJCT', { status: 'RJCT', reasons: [{ code: 'DU01', text: null }] }), MANY],
  ['payees whose names match', answers('RCVC'), MANY],
  ['payees whose names do not match', answers('RVNM'), MANY],
  ['payments by name', entry(), MANY],
  ['payments, each with charges', entry({ transactions: sent.map((each) => named(each, { charges: [charge] })) }), MANY],
  [
    'payments that cannot be told',
    entry({ transactions: sent.map((each) => named(each, { endToEndId: null, charges: [charge] })) }),
    2 * MANY,
  ],
  [
    'payments that come back',
    entry({ direction: 'credit', transactions: sent.map((each) => named(each, { returnReason: { code: 'AC04', text: null } })) }),
    MANY,
  ],
  [
    'a debit taken back',
    entry({ reversal: true, transactions: sent.map((each) => named(each, { returnReason: { code: 'AC04', text: null } })) }),
    MANY,
  ],
  ['charges for each payment', entry({ isCharge: true }), MANY],
  ['charges of an entry beside its payments', entry({ charges: Array(MANY / 2).fill(charge) }, sent.slice(0, MANY / 2)), MANY],
  ['blocks beside payments', entry({ batches: blocks(MANY / 2) }, sent.slice(0, MANY / 2)), MANY],
])(
  '%s',
  async (_name, report, claims) => {
    let count = 0
    const claimAll = async () => {
      count = 0
      for (const each of evidenceIn(report)) {
        count += 1
        if (each && count % AT_ONCE === 0) await turn()
      }
    }
    const slices = [await longestSliceMs(claimAll), await longestSliceMs(claimAll)]
    expect(count).toBe(claims)
    expect(Math.min(...slices)).toBeLessThan(SLICE_MS)
  },
  60_000,
)
