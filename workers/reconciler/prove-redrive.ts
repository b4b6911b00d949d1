/** Whether the payouts whose events were handed to a copy again are there what the ledger says they are. */
import type { Letter, LetterPage } from '@/events/dead-letter'
import type { HeldCopy } from '@/events/held-copy'
import { letterEra, letterPage } from '@/finance/dead-letters'
import { holdFacts } from '@/finance/hold-facts'
import { type Compared, compareCopies } from '@/operations/compare/compare-copies'
import { type ProvableRedrive, provableRedrives, recordRedriveProof } from '@/operations/repairs/read-letter-repairs'
import type { Proof } from '@/operations/repairs/repair'
import type { Ledger } from '@/payroll/transaction/open-ledger'
import type { Logger } from '@/platform/log'
import type { Search } from '@/search/client'
import { holdSearch } from '@/search/hold-index'
import { readerOf } from '@/search/reader'

type Stores = { ledger: Ledger; search: Search; financeDir: string; log: Logger }

/** Looked at one by one where so much differs that a comparison of all does not name it all. */
const ONE_BY_ONE = 500

/** Proves every redrive that waits for it. @throws when a store does not answer: it is tried again. */
export async function proveRedrives(stores: Stores): Promise<void> {
  for (const repair of await provableRedrives(stores.ledger)) await prove(stores, repair)
}

async function prove(stores: Stores, { id, copy }: ProvableRedrive): Promise<void> {
  const taken = await takenBy(stores, copy, id)
  const ids = [...new Set(taken.flatMap(({ tried }) => tried?.payoutId ?? []))]
  const furthest = taken.reduce((most, { position }) => (BigInt(position ?? 0) > most ? BigInt(position ?? 0) : most), 0n)
  const held = copy === 'search' ? await holdSearch(stores.search) : await holdFacts(stores.financeDir)
  if (held === null) throw new Error(`nothing of ${copy} answers`)
  try {
    if (held.position < furthest) throw new Error(`${copy} covers event ${held.position} only, and a letter stands at ${furthest}`)
    const compared = await compare(stores.ledger, held, ids)
    await recordRedriveProof(stores.ledger, id, proofOf(compared, held, new Set(ids)))
    stores.log.info({ id, copy, payouts: ids.length }, 'payouts of dead letters were compared with the ledger')
  } finally {
    await held.release()
  }
}

async function takenBy({ search, financeDir }: Stores, copy: ProvableRedrive['copy'], repairId: string): Promise<Letter[]> {
  const [reader, era] = [readerOf(search), await letterEra(financeDir)]
  const found: Letter[] = []
  for (let after: string | null = null; ; ) {
    const page: LetterPage = copy === 'search' ? await reader.letters('open', after) : await letterPage(financeDir, era, 'open', after)
    found.push(...page.letters.filter(({ tried }) => tried?.repairId === repairId && tried.reason === null))
    if (page.next === null) return found
    after = page.next
  }
}

/** All at once by their sums; where not all that differs is named, these one by one. */
async function compare(ledger: Ledger, held: HeldCopy, ids: readonly string[]): Promise<Compared[]> {
  const all = await compareCopies(ledger, [held], { tier: 'quick', watched: new Map() })
  const why = all.copies.find(({ leftOut }) => leftOut !== null)?.leftOut
  if (why || all.copies.length === 0) throw new Error(`the copy cannot be compared: ${why ?? 'it covers nothing yet'}`)
  if (all.isComplete) return [all]
  const some: Compared[] = []
  for (let from = 0; from < ids.length; from += ONE_BY_ONE)
    some.push(await compareCopies(ledger, [held], { tier: 'quick', watched: new Map([[held.name, ids.slice(from, from + ONE_BY_ONE)]]) }))
  return some
}

function proofOf(compared: readonly Compared[], { name, position }: HeldCopy, ids: ReadonlySet<string>): Proof {
  const differing = new Map(
    compared
      .flatMap(({ differences }) => differences)
      .filter(({ store, subject }) => store === name && ids.has(subject))
      .map(({ subject, cause }) => [subject, cause]),
  )
  const differences = [...differing].map(([payoutId, cause]) => ({ payoutId, cause }))
  return { position: `${position}`, payouts: ids.size, differences, differenceCount: differences.length }
}
