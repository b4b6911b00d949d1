/** Whether the payouts whose events were handed to a copy again are there what the ledger says they are. */
import type { Letter, LetterPage } from '@/events/dead-letter'
import type { HeldCopy } from '@/events/held-copy'
import { letterEra, letterPage } from '@/finance/dead-letters'
import type { Compared } from '@/operations/compare/compare-copies'
import type { Proof } from '@/operations/repairs/repair'
import type { Ledger } from '@/payroll/transaction/open-ledger'
import { readerOf } from '@/search/reader'
import { holdAgainst, holdCopy, type Prove, type ProveOptions } from './held-against-ledger'

/** Looked at one by one where so much differs that a comparison of all does not name it all. */
const ONE_BY_ONE = 500

/** What was found equal is settled by the process that owns the copy, also where other payouts of the letters still differ. */
export const proveRedrive: Prove = async (options, { id, copy }) => {
  if (copy === null) return null
  const taken = await takenBy(options, copy, id)
  const ids = [...new Set(taken.flatMap(({ tried }) => tried?.payoutId ?? []))]
  const furthest = taken.reduce((most, { position }) => (BigInt(position ?? 0) > most ? BigInt(position ?? 0) : most), 0n)
  const held = await holdCopy(options, copy)
  if (held === null) throw new Error(`nothing of ${copy} answers`)
  try {
    if (held.position < furthest) throw new Error(`${copy} covers event ${held.position} only, and a letter stands at ${furthest}`)
    const compared = await compare(options.ledger, held, ids)
    return { proof: proofOf(compared, held, new Set(ids)), verdict: { whenEqual: 'proven', refusal: null } }
  } finally {
    await held.release()
  }
}

async function takenBy({ search, financeDir }: ProveOptions, copy: HeldCopy['name'], repairId: string): Promise<Letter[]> {
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
  const all = await holdAgainst(ledger, held, { tier: 'quick', watched: new Map() })
  if (all.isComplete) return [all]
  const some: Compared[] = []
  for (let from = 0; from < ids.length; from += ONE_BY_ONE)
    some.push(await holdAgainst(ledger, held, { tier: 'quick', watched: new Map([[held.name, ids.slice(from, from + ONE_BY_ONE)]]) }))
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
