/** A month as the finance desk sees it: what is closed, what stands in the way, and the pack. */
import { type InspectedPack, inspectPack, packsOf } from '@/finance/close/read-pack'
import { readProgress } from '@/finance/progress'
import { checklistOf, type FiguresReach, type Item } from '@/payroll/months/checklist'
import { type Close, currentOf, listCloses } from '@/payroll/months/closes'
import { ledgerFacts } from '@/payroll/months/ledger-facts'
import type { Ledger } from '@/payroll/transaction/open-ledger'

export type MonthView = {
  month: string
  /** Empty once it is closed. */
  checklist: Item[]
  /** Closed or prepared; null while it is neither. */
  current: Close | null
  closes: (Close & { damaged: string[]; files: string[] })[]
  /** Packs on disk of closes that the ledger does not know: it was restored to a time before them. */
  unknownPacks: string[]
}

/** How far the figures reach now, for the checklist. */
export const figuresReach = (financeDir: string): Promise<FiguresReach> => readProgress(financeDir)

export async function readMonth({ ledger, financeDir }: { ledger: Ledger; financeDir: string }, month: string): Promise<MonthView> {
  const closes = await listCloses(ledger, month)
  const current = currentOf(closes)
  const prepared = current?.state === 'prepared' ? current : null
  const [facts, figures] = await Promise.all([ledgerFacts(ledger, month, prepared), figuresReach(financeDir)])
  const packs = await Promise.all(
    closes.map(
      async (close): Promise<InspectedPack> =>
        close.packHash === null ? { hash: null, files: [], damaged: [] } : inspectPack(financeDir, month, close.id),
    ),
  )
  const known = new Set(closes.map(({ id }) => id))
  return {
    month,
    current,
    checklist: current?.state === 'closed' ? [] : checklistOf(month, facts, figures, prepared),
    closes: closes.map((close, n) => ({ ...close, ...wholeness(close, packs[n]) })),
    unknownPacks: (await packsOf(financeDir, month)).filter((id) => !known.has(id)),
  }
}

function wholeness({ packHash }: Close, pack: InspectedPack | undefined): { damaged: string[]; files: string[] } {
  if (packHash === null || !pack) return { damaged: [], files: [] }
  const files = pack.files.map(({ name }) => name)
  if (pack.hash === null) return { files, damaged: ['the whole pack'] }
  return { files, damaged: pack.hash === packHash ? pack.damaged : ['list.json', ...pack.damaged] }
}

export type MonthRow = {
  month: string
  state: 'open' | 'prepared' | 'closed' | 'reopened'
  closedBy: string | null
  closedAt: string | null
  close: Close | null
}

/** Months with their states, the newest first. `months` are those to show. */
export async function readMonths(ledger: Ledger, months: readonly string[]): Promise<MonthRow[]> {
  const closes = await listCloses(ledger)
  const all = [...new Set([...months, ...closes.map(({ month }) => month)])].sort().reverse()
  return all.map((month) => {
    const mine = closes.filter((close) => close.month === month)
    const current = currentOf(mine)
    const reopened = mine.some(({ state }) => state === 'reopened')
    const state = current?.state === 'closed' || current?.state === 'prepared' ? current.state : reopened ? 'reopened' : 'open'
    const isClosed = current?.state === 'closed'
    return { month, state, closedBy: isClosed ? current.closedBy : null, closedAt: isClosed ? current.closedAt : null, close: current }
  })
}
