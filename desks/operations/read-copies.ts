/** Why do they differ? One payout in ledger, search and finance side by side, field by field, with the one sentence that explains each copy. */
import type { CanonicalTexts } from '@/events/canonical'
import type { CopyName, PayoutInCopy } from '@/events/held-copy'
import { partitionOf } from '@/events/partition'
import type { Reader as FinanceReader } from '@/finance/reader'
import { positionWords } from '@/operations/compare/count-words'
import { shownFields } from '@/operations/compare/difference'
import { type Explanation, explainCopy, explainLedger } from '@/operations/compare/explain-copy'
import { type KafkaPosition, type LastEvent, type LedgerSide, readLedgerSide } from '@/operations/compare/ledger-side'
import type { Ledger } from '@/payroll/transaction/open-ledger'
import { within } from '@/platform/within'
import type { SearchReader } from '@/search/reader'

type Stores = { ledger: Ledger; search: SearchReader; finance: FinanceReader }

/** A field as each store has it; of what names a person only how long it is. `null`: it has none, or does not answer. */
export type FieldInStores = {
  field: string
  ledger: string | null
  event: string | null
  search: string | null
  finance: string | null
  /** Whether all stores that answer have the same. */
  isSame: boolean
}

export type CopySide = {
  name: CopyName
  answers: boolean
  /** Whether it has the payout at all. */
  holds: boolean
  version: number | null
  /** The event that its document or row stands at, and the one up to which it claims to have all. */
  at: string | null
  position: string | null
  coveredUntil: string | null
  explanation: Explanation
}

export type PayoutCopies = {
  payoutId: string
  at: string
  agrees: boolean
  /** One sentence on all of it. */
  summary: string
  ledger: {
    version: number | null
    lastEvent: Omit<LastEvent, 'texts'> | null
    kafka: KafkaPosition
    explanation: Explanation | null
  }
  copies: CopySide[]
  fields: FieldInStores[]
}

/** Longer, and a copy does not answer: the others are shown without it. */
const LIMIT_MS = 2_000

/** Null when no store that answers has such a payout. @throws when Postgres does not answer. */
export async function readCopies({ ledger, search, finance }: Stores, id: string): Promise<PayoutCopies | null> {
  const partition = partitionOf(id)
  // Before the ledger: whatever they have taken, it has by then.
  const [searched, financed] = await Promise.all([
    within(LIMIT_MS, search.payout(id, partition), null),
    within(LIMIT_MS, finance.payout(id, partition), null),
  ])
  const taken = { ...(searched && { search: searched.applied }), ...(financed && { finance: financed.applied }) }
  const { side, toTake } = await readLedgerSide(ledger, id, taken)
  if (side.row === null && side.event === null && !searched?.held && !financed?.held) return null
  const copy = (name: CopyName, found: PayoutInCopy | null): CopySide => ({
    ...{ name, answers: found !== null, holds: (found?.held ?? null) !== null, at: found?.heldAt ?? null },
    version: versionOf(found?.held?.texts ?? null),
    ...{ position: found?.position ?? null, coveredUntil: found?.coveredUntil ?? null },
    explanation: explainCopy(side, { name, copy: found, toTake: toTake.get(name) ?? null }),
  })
  const copies = [copy('search', searched), copy('finance', financed)]
  const explanation = explainLedger(side)
  const agrees = explanation === null && copies.every((each) => each.explanation.reason === 'agrees')
  const { event, place } = side
  // Where the relay has forgotten its number, a copy that has it still knows.
  const known = place.state === 'published' ? copies.find((each) => each.explanation.reason === 'agrees')?.at : null
  const position = place.position ?? known ?? null
  const lastEvent = event && { version: event.version, type: event.type, recordedAt: event.recordedAt }
  return {
    ...{ payoutId: id, at: side.at, agrees, summary: summaryOf(explanation, copies, position) },
    ledger: { version: versionOf(side.row), lastEvent, kafka: { ...place, position }, explanation },
    copies,
    fields: fieldsOf(side, searched, financed),
  }
}

const versionOf = (texts: CanonicalTexts | null): number | null => (texts?.version ? Number(texts.version) : null)

function summaryOf(ledger: Explanation | null, copies: readonly CopySide[], position: string | null): string {
  const wrong = [...(ledger ? [ledger] : []), ...copies.map(({ explanation }) => explanation).filter(({ reason }) => reason !== 'agrees')]
  if (wrong.length === 0)
    return `Ledger, search and finance agree on this payout${position === null ? '' : `, as of event position ${positionWords(position)}`}.`
  return [...new Set(wrong.map(({ sentence }) => sentence))].join(' ')
}

function fieldsOf({ row, event }: LedgerSide, searched: PayoutInCopy | null, financed: PayoutInCopy | null): FieldInStores[] {
  const held = [searched?.held?.texts ?? null, financed?.held?.texts ?? null] as const
  const names = Object.keys(row ?? event?.texts ?? held[0] ?? held[1] ?? {}) as (keyof CanonicalTexts)[]
  // What no store has is nothing that could differ.
  const has = names.filter((field) => [row, event?.texts, ...held].some((texts) => (texts?.[field] ?? null) !== null))
  const plain = has.map((field) => {
    const values = [row, event?.texts ?? null, ...held].map((texts) => texts?.[field] ?? null)
    // An event that cannot be read, and a store that does not answer, differ from nothing.
    const asked = [row, event?.texts ?? undefined, searched ? held[0] : undefined, financed ? held[1] : undefined].filter(
      (texts) => texts !== undefined,
    )
    const isSame = new Set(asked.map((texts) => texts?.[field] ?? null)).size === 1
    const [ledger, inEvent, search, finance] = values.map((value) => shown(field, value))
    return { field, ledger: ledger ?? null, event: inEvent ?? null, search: search ?? null, finance: finance ?? null, isSame }
  })
  // What only a document has, where it is not what its state makes of it.
  const beside = (searched?.held?.altered ?? []).map(({ field, expected, actual }) => ({
    ...{ field, ledger: null, event: shown(field, expected), search: shown(field, actual), finance: null, isSame: false },
  }))
  return [...plain, ...beside]
}

const shown = (field: string, value: string | null): string | null =>
  shownFields([{ field, expected: value, actual: null }])[0]?.expected ?? null
