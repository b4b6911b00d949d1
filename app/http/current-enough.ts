/** Callers of a copy may say how current its answer must be: it comes so, within two seconds, or is refused with what the copy covers. */
import { setTimeout as pause } from 'node:timers/promises'
import { readProgress } from '@/finance/progress'
import { readChangeToken } from '@/payroll/transaction/change-token'
import type { Coverage } from '@/platform/freshness'
import { COPY_QUERY, type Copy } from './contract'
import { problem, type Refusal } from './problem'
import type { server } from './server'

const WAIT_MS = 2_000
const POLL_MS = 100
/** In which a copy that has not got there yet may have. */
const COME_AGAIN_SECONDS: Readonly<Record<Copy, number>> = { search: 2, finance: 30 }
const UNIT_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const

/** How far a copy has got: what it covers, of which era, and every transaction before which is in it. */
type Progress = Coverage & { era: number; horizonXid: string | null }
type Wanted = { coveredUntil: number | null; change: { era: number; xid: string } | null }
type Stores = Pick<ReturnType<typeof server>, 'search' | 'financeDir' | 'secret'>

/**
 * Null when the copy covers what `max-staleness` and `after` of the address ask for, or soon does. `max-staleness` counts from when the request came: 0s is
 * everything that was committed before it.
 */
export async function notCurrentEnough(
  stores: Stores,
  { copy, address, now, traceId }: { copy: Copy; address: URL; now: Date; traceId: string },
): Promise<Refusal | null> {
  const read = COPY_QUERY.safeParse(Object.fromEntries(address.searchParams))
  const errors = read.success ? [] : read.error.issues.map(({ path, message }) => ({ row: null, field: path.join('.'), reason: message }))
  const change = read.data?.after === undefined ? null : readChangeToken(read.data.after, stores.secret)
  if (read.data?.after !== undefined && change === null)
    errors.push({ row: null, field: 'after', reason: 'This is no change token. Take it from X-Change-Token of the change.' })
  if (errors.length > 0) {
    const detail = errors.map(({ field, reason }) => `${field}: ${reason}`).join('; ')
    return problem({ status: 422, code: 'input', title: 'Not understood', detail, errors }, traceId)
  }
  const span = read.data?.['max-staleness']
  if (span === undefined && change === null) return null
  const wanted = { coveredUntil: span === undefined ? null : now.getTime() - spanMs(span), change }
  let progress = await progressOf(stores, copy)
  for (const deadline = performance.now() + WAIT_MS; !satisfies(progress, wanted); progress = await progressOf(stores, copy)) {
    if (performance.now() >= deadline) return tooStale(copy, progress, traceId)
    await pause(POLL_MS)
  }
  return null
}

/** What an answer of a copy covers, as headers. */
export const coverageHeaders = ({ coveredUntil, position }: Pick<Coverage, 'coveredUntil' | 'position'>): Record<string, string> => ({
  ...(coveredUntil !== null && { 'covered-until': coveredUntil }),
  ...(position !== null && { position }),
})

function satisfies(progress: Progress | null, { coveredUntil, change }: Wanted): boolean {
  if (progress?.coveredUntil == null || progress.gapAt) return false
  if (coveredUntil !== null && Date.parse(progress.coveredUntil) < coveredUntil) return false
  if (change === null) return true
  return progress.era === change.era && progress.horizonXid !== null && BigInt(progress.horizonXid) > BigInt(change.xid)
}

const progressOf = ({ search, financeDir }: Stores, copy: Copy): Promise<Progress | null> =>
  copy === 'search' ? search.progress() : readProgress(financeDir)

function spanMs(span: string): number {
  const [, count = '', unit = 's'] = /^(\d+)([a-z]+)$/.exec(span) ?? []
  return Number(count) * UNIT_MS[unit as keyof typeof UNIT_MS]
}

function tooStale(copy: Copy, progress: Progress | null, traceId: string): Refusal {
  const coverage = { coveredUntil: progress?.coveredUntil ?? null, position: progress?.position ?? null }
  const covers = coverage.coveredUntil === null ? 'covers nothing yet' : `covers every change up to ${coverage.coveredUntil}`
  return problem(
    {
      ...{ status: 503, code: 'too-stale', title: 'Not that current yet' },
      detail: `${copy === 'search' ? 'Search' : 'Finance'} ${covers}, which is less than you asked for. Ask again in a moment, or ask for less.`,
      ...coverage,
    },
    traceId,
    { 'retry-after': String(COME_AGAIN_SECONDS[copy]), ...coverageHeaders(coverage) },
  )
}
