/** What one dead letter is, what it holds up, and what would change if the copy took it today. Nothing is written. */
import { type CanonicalTexts, canonicalTexts } from '@/events/canonical'
import { canBeRedriven, type Letter } from '@/events/dead-letter'
import type { FieldDifference } from '@/events/held-copy'
import { readEvent } from '@/events/read-event'
import { heldFacts, refusedByFinance } from '@/finance/dead-letters'
import { fieldsApart, shownFields } from '@/operations/compare/difference'
import { type Decision, decisionOf, letterDecisions } from '@/operations/repairs/read-letter-repairs'
import { type MaskedBytes, maskedBytes, shownReason } from './masked-bytes'
import { type LetterStores, type ListedLetter, listed } from './read-letters'

/** The payout that it tells of, and how far the copy is with it. */
export type HoldsUp = {
  payoutId: string | null
  /** The version that the letter tells of. */
  version: number | null
  /** The one that the copy has; null where it has none, or does not answer. */
  heldVersion: number | null
}
export type LookedAt = ListedLetter & { shown: MaskedBytes; holdsUp: HoldsUp; canBeRedriven: boolean; decision: Decision | null }

/** @throws when Postgres does not answer. */
export async function lookAtLetter(stores: LetterStores, letter: Letter): Promise<LookedAt> {
  const { copy, era, partition, offset, settled } = letter
  const claims = claimsOf(letter)
  const held = claims.payoutId === null ? null : await heldIn(stores, letter, claims.payoutId).catch(() => null)
  const decided = settled?.how === 'discarded' ? settled.repairId : await decisionOf(stores.ledger, copy, era, partition, offset)
  const decision = decided === null ? null : ((await letterDecisions(stores.ledger)).find(({ repairId }) => repairId === decided) ?? null)
  const row = listed(letter)
  return {
    ...row,
    ...{ shown: maskedBytes(letter.bytes), decision, canBeRedriven: canBeRedriven(row.cause) },
    holdsUp: { ...claims, heldVersion: held === null ? null : Number(held.version) },
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** What the bytes say they are of, where they say it at all; nobody has believed them yet. */
function claimsOf({ bytes, schema, position }: Letter): Pick<HoldsUp, 'payoutId' | 'version'> {
  const none = { payoutId: null, version: null }
  try {
    const said = JSON.parse(Buffer.from(bytes ?? '', 'base64').toString()) as { subject?: unknown; type?: unknown; sequence?: unknown }
    const isPayout = String(said.type).startsWith('payout.') || schema?.startsWith('urn:payledger:payout:')
    if (position === null || !isPayout || typeof said.subject !== 'string' || !UUID.test(said.subject)) return none
    const version = Number(said.sequence)
    return { payoutId: said.subject, version: Number.isSafeInteger(version) && version > 0 ? version : null }
  } catch {
    return none
  }
}

async function heldIn({ search, financeDir }: LetterStores, { copy }: Letter, id: string): Promise<CanonicalTexts | null> {
  if (copy === 'finance') return (await heldFacts(financeDir, id))?.texts ?? null
  const held = await search.held(id)
  return held && canonicalTexts(held.state)
}

export const TRIAL_OUTCOMES = ['no-place', 'unreadable', 'no-payout', 'older', 'same', 'changes'] as const

/** What today's code makes of a letter. */
export type Trial = {
  outcome: (typeof TRIAL_OUTCOMES)[number]
  /** Why it cannot be read. */
  reason: string | null
  payoutId: string | null
  version: number | null
  heldVersion: number | null
  /** Field by field, what the copy would hold and what it holds. */
  changes: FieldDifference[]
}

/** Reads it as the copy would today, and holds that against what the copy has. @throws when the copy does not answer. */
export async function tryLetter(stores: LetterStores, letter: Letter): Promise<Trial> {
  const none: Trial = { outcome: 'no-place', reason: null, payoutId: null, version: null, heldVersion: null, changes: [] }
  if (!canBeRedriven(listed(letter).cause)) return none
  const bytes = letter.bytes === null ? null : Buffer.from(letter.bytes, 'base64')
  const event = readEvent(bytes)
  const reason = event.kind === 'unreadable' ? event.reason : letter.copy === 'finance' ? refusedByFinance(bytes) : null
  if (reason !== null || event.kind === 'unreadable') return { ...none, outcome: 'unreadable', reason: shownReason(reason ?? '') }
  if (event.kind !== 'payout') return { ...none, outcome: 'no-payout', version: event.version }
  const held = await heldIn(stores, letter, event.data.payout.id)
  const { id: payoutId, version } = event.data.payout
  const heldVersion = held === null ? null : Number(held.version)
  const facts = { ...none, payoutId, version, heldVersion }
  if (heldVersion !== null && heldVersion > version) return { ...facts, outcome: 'older' }
  const changes = shownFields(fieldsApart(canonicalTexts(event.data.payout), held))
  return { ...facts, outcome: changes.length === 0 ? 'same' : 'changes', changes }
}
