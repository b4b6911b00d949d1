/** Whether an index that was filled anew holds what the ledger says: each of its documents is read back. Until then the old one answers. */
import { compareCopies } from '@/operations/compare/compare-copies'
import { provableRepair, recordProof } from '@/operations/repairs/read-repairs'
import type { Ledger } from '@/payroll/transaction/open-ledger'
import type { Logger } from '@/platform/log'
import type { Search } from '@/search/client'
import { holdIndex } from '@/search/hold-index'

const NAMED_MAX = 20

/** Proves the repair that waits for it, if one does. @throws when a store does not answer: it is tried again. */
export async function proveRepair({ ledger, search, log }: { ledger: Ledger; search: Search; log: Logger }): Promise<void> {
  const repair = await provableRepair(ledger)
  if (!repair) return
  const held = await holdIndex(search, repair.made)
  try {
    const { position, payouts, copies, differences } = await compareCopies(ledger, [held], { tier: 'deep', watched: new Map() })
    const why = copies.find(({ leftOut }) => leftOut !== null)?.leftOut
    if (why || copies.length === 0) throw new Error(`the new index cannot be compared: ${why ?? 'it covers nothing yet'}`)
    const inIndex = differences.filter(({ store }) => store === 'search')
    const named = inIndex.slice(0, NAMED_MAX).map(({ subject, cause }) => ({ payoutId: subject, cause }))
    const proof = { position: `${position}`, payouts, differences: named, differenceCount: inIndex.length }
    await recordProof(ledger, repair.id, proof)
    log.info(
      { id: repair.id, ...proof },
      inIndex.length === 0 ? 'the new index is equal to the ledger' : 'the new index differs from the ledger',
    )
  } finally {
    await held.release()
  }
}
