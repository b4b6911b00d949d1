/** One copy held against the ledger, for the proof of a repair. */
import type { HeldCopy } from '@/events/held-copy'
import { holdFacts } from '@/finance/hold-facts'
import { type Compared, type CompareOptions, compareCopies } from '@/operations/compare/compare-copies'
import type { Provable, Verdict } from '@/operations/repairs/read-repairs'
import type { Proof } from '@/operations/repairs/repair'
import type { Ledger } from '@/payroll/transaction/open-ledger'
import type { Logger } from '@/platform/log'
import type { Search } from '@/search/client'
import { holdSearch } from '@/search/hold-index'
import type { JournalCompared } from './compare-journal'

export type ProveOptions = {
  ledger: Ledger
  search: Search
  financeDir: string
  compareJournal: () => Promise<JournalCompared>
  log: Logger
}
export type Found = { proof: Proof; verdict: Verdict }
/** Null while it cannot be said yet. @throws when a store does not answer. */
export type Prove = (options: ProveOptions, repair: Provable) => Promise<Found | null>

/** What answers at this moment; null when nothing does. */
export const holdCopy = ({ search, financeDir }: ProveOptions, copy: HeldCopy['name']): Promise<HeldCopy | null> =>
  copy === 'search' ? holdSearch(search) : holdFacts(financeDir)

/** @throws when the copy cannot be compared at all. */
export async function holdAgainst(ledger: Ledger, held: HeldCopy, options: CompareOptions): Promise<Compared> {
  const compared = await compareCopies(ledger, [held], options)
  const why = compared.copies.find(({ leftOut }) => leftOut !== null)?.leftOut
  if (why || compared.copies.length === 0) throw new Error(`the copy cannot be compared: ${why ?? 'it covers nothing yet'}`)
  return compared
}
