/** Moments that people know by name: closes of months, and publications that are still kept. */
import { keptPublications } from '@/finance/why/moment'
import { listCloses } from '@/payroll/months/closes'
import { monthWords } from '@/payroll/months/month'
import type { Ledger } from '@/payroll/transaction/open-ledger'
import type { Choice } from './moment-form'

const CLOSES_OFFERED = 36

export async function knownMoments({ ledger, financeDir }: { ledger: Ledger; financeDir: string }): Promise<Choice[]> {
  const [closes, kept] = await Promise.all([listCloses(ledger), keptPublications(financeDir)])
  return [
    ...closes
      .filter(({ state, packHash }) => packHash !== null && (state === 'closed' || state === 'reopened'))
      .slice(0, CLOSES_OFFERED)
      .map(({ id, month, state }) => ({
        value: `close:${id}`,
        words: `Close of ${monthWords(month)}${state === 'reopened' ? ', reopened since' : ''}`,
      })),
    ...kept.map(({ name, position }) => ({ value: `publication:${name}`, words: `Published at position ${position}` })),
  ]
}
