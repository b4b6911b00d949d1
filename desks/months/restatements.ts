/** What later events would have made of months that are closed: beside the close, and in the month in which they became known. Packs never change. */
import { type Restated, type RestatedPayout, restate } from '@/finance/close/restate'
import { cursorOf } from '@/operations/compare/ledger-at'
import { type Close, listCloses } from '@/payroll/months/closes'
import { type LaterEvent, laterEvents } from '@/payroll/months/later-events'
import type { Ledger } from '@/payroll/transaction/open-ledger'

/** A payout of the month that says something else now, with what happened to it since, and the month in which that became known. */
export type Change = RestatedPayout & { known: string | null; events: Omit<LaterEvent, 'payoutId'>[] }
export type Restatement = Omit<Restated, 'payouts'> & { closeId: string; month: string; changes: Change[] }

type Stores = { ledger: Ledger; financeDir: string }

/** Null while nothing is published or the pack is gone. */
export async function readRestatement({ ledger, financeDir }: Stores, close: Close): Promise<Restatement | null> {
  const found = await restate(financeDir, close.month, close.id)
  if (!found) return null
  const { payouts, ...rest } = found
  const ids = [...new Set(payouts.map(({ payoutId }) => payoutId))]
  const after = ids.length === 0 ? null : await cursorOf(ledger, close.era, BigInt(close.position))
  const events = ids.length === 0 ? [] : await laterEvents(ledger, ids, after)
  const changes = payouts.map((payout): Change => {
    const mine = events.filter(({ payoutId }) => payoutId === payout.payoutId)
    return { ...payout, known: mine.at(-1)?.month ?? null, events: mine.map(({ payoutId: _, ...event }) => event) }
  })
  return { ...rest, closeId: close.id, month: close.month, changes }
}

/** Closed months are looked at as far back as a year. */
const MONTHS_BACK = 12

/** What became known in a month about closed months before it. */
export async function knownIn(stores: Stores, month: string): Promise<Restatement[]> {
  const closed = (await listCloses(stores.ledger)).filter((close) => close.state === 'closed' && close.month < month)
  const found: Restatement[] = []
  for (const close of closed.slice(0, MONTHS_BACK)) {
    const restatement = await readRestatement(stores, close)
    const changes = restatement?.changes.filter(({ known }) => known === month) ?? []
    if (restatement && changes.length > 0) found.push({ ...restatement, changes })
  }
  return found
}
