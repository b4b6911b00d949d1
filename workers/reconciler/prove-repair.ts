/** Whether what a repair has made or written is what the ledger says: every payout that it is about is read back. Until then it is not done. */
import { join } from 'node:path'
import type { CopyName, HeldCopy } from '@/events/held-copy'
import { holdFacts } from '@/finance/hold-facts'
import type { CompareOptions } from '@/operations/compare/compare-copies'
import { askComparison } from '@/operations/compare/comparisons'
import { type Provable, provableRepairs, recordProof } from '@/operations/repairs/read-repairs'
import type { Proof, Stretch } from '@/operations/repairs/repair'
import type { Ledger } from '@/payroll/transaction/open-ledger'
import { fillingOf, holdIndex } from '@/search/hold-index'
import { type Found, holdAgainst, holdCopy, type ProveOptions } from './held-against-ledger'
import { proveKafka } from './prove-kafka'
import { proveRedrive } from './prove-redrive'

const NAMED_MAX = 20
const FOLDER = /^refill-[0-9a-f-]{36}$/

/** Proves the repairs that wait for it. @throws when a store does not answer: it is tried again. */
export async function proveRepairs(options: ProveOptions): Promise<void> {
  const { ledger, log } = options
  let failure: unknown = null
  for (const repair of await provableRepairs(ledger)) {
    try {
      const found = await prove(options, repair)
      if (found === null) continue
      await recordProof(ledger, repair.id, found.proof, found.verdict)
      const { differenceCount, position, payouts } = found.proof
      log.info({ id: repair.id, kind: repair.kind, differenceCount, position, payouts }, 'a repair was compared with the ledger')
      // What it healed is seen to be healed.
      if (found.verdict.whenEqual === 'done') await askComparison(ledger, 'quick', null)
    } catch (error) {
      failure ??= error
    }
  }
  if (failure) throw failure
}

/** Null while it cannot be said yet. */
function prove(options: ProveOptions, repair: Provable): Promise<Found | null> | null {
  if (repair.kind === 'rebuild-search' && repair.made !== null) return proveIndex(options, repair.made)
  if (repair.kind === 'replay-payouts' && repair.scope !== null) return proveReplay(options, repair.scope)
  if (repair.kind === 'replay-from' && repair.scope?.stretch) return proveStretch(options, repair.scope.copies, repair.scope.stretch)
  if (repair.kind === 'refill-kafka') return proveKafka(options)
  if (repair.kind === 'redrive-dead-letters') return proveRedrive(options, repair)
  if (repair.kind === 'rebuild-finance') return proveFinance(options, '.')
  if (repair.kind === 'refill-finance' && repair.made !== null && FOLDER.test(repair.made)) return proveFinance(options, repair.made)
  return null
}

async function proveIndex({ ledger, search }: ProveOptions, made: string): Promise<Found | null> {
  const filling = await fillingOf(search, made)
  if (filling === null) return null
  const held = await holdIndex(search, made)
  const proof = await compared(ledger, held, { tier: 'deep', watched: new Map() })
  const isSame = (await fillingOf(search, made)) === filling
  const refusal = `The new index differs from the ledger in ${countWords(proof)}, so the old one goes on answering.`
  return isSame ? { proof: { ...proof, filling }, verdict: { whenEqual: 'proven', refusal } } : null
}

/** Each copy at its own position; a payout that has moved on meanwhile is looked at a second later. */
async function proveReplay(options: ProveOptions, scope: NonNullable<Provable['scope']>): Promise<Found | null> {
  const ids = scope.payouts.map(({ id }) => id)
  let whole: Proof | null = null
  for (const copy of scope.copies) {
    const held = await holdCopy(options, copy)
    if (held === null) return null
    const proof = await compared(options.ledger, held, { tier: 'quick', watched: new Map(), only: ids })
    if (proof.payouts < ids.length) return null
    whole = whole === null ? proof : together(whole, proof)
  }
  const refusal = whole && `They were written again from their events, and still differ from the ledger in ${countWords(whole)}.`
  return whole && { proof: whole, verdict: { whenEqual: 'done', refusal: refusal ?? '' } }
}

/** All of each copy is read back, once it covers the last of the events. */
async function proveStretch(options: ProveOptions, copies: readonly CopyName[], { upTo }: Stretch): Promise<Found | null> {
  let whole: Proof | null = null
  for (const copy of copies) {
    const held = await holdCopy(options, copy)
    if (held === null) return null
    if (held.position < BigInt(upTo)) {
      await held.release()
      return null
    }
    const proof = await compared(options.ledger, held, { tier: 'deep', watched: new Map() })
    whole = whole === null ? proof : together(whole, proof)
  }
  const refusal =
    whole && `The events were written again, and ${copies.join(' and ')} still differ in ${countWords(whole)}. Make the copy anew.`
  return whole && { proof: whole, verdict: { whenEqual: 'done', refusal: refusal ?? '' } }
}

const together = (one: Proof, other: Proof): Proof => ({
  position: BigInt(one.position) < BigInt(other.position) ? one.position : other.position,
  payouts: one.payouts,
  differences: [...one.differences, ...other.differences].slice(0, NAMED_MAX),
  differenceCount: one.differenceCount + other.differenceCount,
})

/** `folder` below that of finance: what is published there. */
async function proveFinance({ ledger, financeDir }: ProveOptions, folder: string): Promise<Found | null> {
  const held = await holdFacts(join(financeDir, folder))
  if (held === null) return null
  const proof = await compared(ledger, held, { tier: 'deep', watched: new Map() })
  const differ = `differ from the ledger in ${countWords(proof)}`
  return folder === '.'
    ? { proof, verdict: { whenEqual: 'done', refusal: `The figures were published anew, and ${differ}: fill finance anew from Kafka.` } }
    : { proof, verdict: { whenEqual: 'proven', refusal: `What was filled anew would ${differ}, so the present landing stays.` } }
}

/** Releases the copy in any case. @throws when it cannot be compared at all. */
async function compared(ledger: Ledger, held: HeldCopy, options: CompareOptions): Promise<Proof> {
  try {
    const { position, payouts, differences, checked } = await holdAgainst(ledger, held, options)
    const figures = options.tier === 'deep' ? [...new Set((await held.figures()).map(({ figure }) => figure))] : []
    const all = [
      ...differences.filter(({ store }) => store === held.name).map(({ subject, cause }) => ({ payoutId: subject, cause })),
      ...figures.map((figure) => ({ payoutId: figure, cause: 'does-not-add-up' as const })),
    ]
    const looked = options.only ? (checked.get(held.name)?.size ?? 0) : payouts
    return { position: `${position}`, payouts: looked, differences: all.slice(0, NAMED_MAX), differenceCount: all.length }
  } finally {
    await held.release()
  }
}

const countWords = ({ differenceCount }: Proof): string =>
  differenceCount === 1 ? '1 payout or figure' : `${differenceCount} payouts or figures`
