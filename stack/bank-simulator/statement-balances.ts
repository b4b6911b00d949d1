/** The balances a statement must have. The simulated bank keeps no accounts: what was on it is what was paid from it, and some more. */
import { decimalOf } from '@/events/money'
import { type BookedBlock, movedBy, type OtherEntry } from './booked'
import type { Tree } from './xml'

/** What is left on the account, in minor units. */
const CLOSING_MINOR = 25_000_000n

/** Opening and closing balance in the currency of the first block; entries in other currencies are converted by nobody, and left out. */
export function statementBalances(blocks: readonly BookedBlock[], others: readonly OtherEntry[], day: string): Tree[] {
  const out = blocks.flatMap(({ paid }) => paid.map(movedBy))
  const currency = out[0]?.currency ?? 'EUR'
  const other = others.map(({ amountMinor, currency, direction, returned }) => ({
    amountMinor: direction === 'debit' ? amountMinor : (returned?.chargeMinor ?? 0n) - amountMinor,
    currency,
  }))
  const moved = [...out, ...other].reduce((sum, each) => (each.currency === currency ? sum + each.amountMinor : sum), 0n)
  const balance = (code: string, minor: bigint): Tree => ({
    Tp: { CdOrPrtry: { Cd: code } },
    Amt: { '@Ccy': currency, '#text': decimalOf(minor < 0n ? -minor : minor, currency) },
    CdtDbtInd: minor < 0n ? 'DBIT' : 'CRDT',
    Dt: { Dt: day },
  })
  return [balance('OPBD', CLOSING_MINOR + moved), balance('CLBD', CLOSING_MINOR)]
}
