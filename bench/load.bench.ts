/**
 * More is asked than can be answered: first how much can be, by as many at once as keep it busy, then twice as much is offered, come what may. Nine of ten
 * questions read, one changes a payout. Every change that was accepted must be in the ledger.
 */
import { randomUUID } from 'node:crypto'
import { cpus } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import { openLedger } from '@/payroll/transaction/open-ledger'
import { variable } from '@/stack/variable'
import { cookieOf } from './api'
import { keep, percentile } from './figures'
import { settled } from './settled'

const SECONDS = Number(variable('BENCH_SECONDS', '20'))
const AT_ONCE = 16
const LIMIT_MS = 60_000

const url = variable('APP_URL')
const ledger = openLedger(variable('DATABASE_URL_APP'), 4)
await settled(ledger)
const [support, coordinator] = await Promise.all(
  ['support', 'coordinator'].map((name) => cookieOf(url, `${name}@payledger.test`, variable('DEMO_PASSWORD'))),
)
const payouts = await ledger.payout.findMany({
  where: { status: 'submitted' },
  select: { id: true, version: true, status: true },
  take: 2_000,
})
const names = ['garcia', 'mueller', 'wojcik', 'status:failed', 'country:es', 'last:24h', '']
type Answer = { status: number; ms: number; retryAfter: string | null }
/** The versions that the app said it saved. */
const accepted = new Map<string, number>()
let turn = 0

const closed = await closedLoop()
const capacity = closed.filter(({ status }) => status < 300).length / SECONDS
const offered = Math.round(capacity * 2)
console.log(`${capacity.toFixed(0)} a second can be answered; ${offered} are offered`)
const answers = await openLoop(offered)
const ok = answers.filter(({ status }) => status < 300)
const refused = answers.filter(({ status }) => status === 429 || status === 503)
let lost = 0
for (const [id, version] of accepted) {
  const kept = await ledger.payout.findUniqueOrThrow({ where: { id }, select: { version: true } })
  if (kept.version < version) lost += 1
}
const figures = {
  command: 'npm run bench -- load',
  machine: `${cpus().length} cores, ${cpus()[0]?.model}`,
  seconds: SECONDS,
  capacity: { answeredPerSecond: Math.round(capacity), ...latency(closed) },
  overload: {
    offeredPerSecond: offered,
    answeredPerSecond: Math.round(ok.length / SECONDS),
    refusedPerSecond: Math.round(refused.length / SECONDS),
    refusedWithRetryAfter: refused.filter(({ retryAfter }) => retryAfter !== null).length === refused.length,
    other: answers.length - ok.length - refused.length,
    ...latency(ok),
  },
  ...{ changesAccepted: accepted.size, changesLost: lost },
}
console.log(figures)
keep('load', figures)
await ledger.$disconnect()

/** As many at once as keep it busy, each asking again as soon as it is answered. */
async function closedLoop(): Promise<Answer[]> {
  const until = performance.now() + SECONDS * 1_000
  const all: Answer[] = []
  const one = async () => {
    while (performance.now() < until) all.push(await ask())
  }
  await Promise.all(Array.from({ length: AT_ONCE }, one))
  return all
}

/** So many a second, whether or not they are answered. */
async function openLoop(perSecond: number): Promise<Answer[]> {
  const began = performance.now()
  const asked: Promise<Answer>[] = []
  for (let n = 0; n < perSecond * SECONDS; n++) {
    const due = (n * 1_000) / perSecond - (performance.now() - began)
    if (due > 1) await pause(due)
    asked.push(ask())
  }
  return Promise.all(asked)
}

async function ask(): Promise<Answer> {
  const began = performance.now()
  const number = turn++
  const answer = (response: { status: number; headers: Headers }): Answer => ({
    status: response.status,
    ms: performance.now() - began,
    retryAfter: response.headers.get('retry-after'),
  })
  try {
    const payout = payouts[number % payouts.length] as (typeof payouts)[number]
    if (number % 10 === 0) return answer(await change(payout))
    const path = number % 2 === 0 ? `/api/payouts/${payout.id}` : `/api/search/payouts?q=${names[number % names.length]}`
    const response = await fetch(url + path, { headers: { cookie: support ?? '' }, signal: AbortSignal.timeout(LIMIT_MS) })
    await response.arrayBuffer()
    return answer(response)
  } catch {
    return { status: 0, ms: performance.now() - began, retryAfter: null }
  }
}

/** Holds it, or releases the hold. */
async function change(payout: { id: string; version: number; status: string }): Promise<Response> {
  const act = payout.status === 'held' ? 'hold-releases' : 'holds'
  const response = await fetch(`${url}/api/payouts/${payout.id}/${act}`, {
    method: 'POST',
    headers: {
      ...{ cookie: coordinator ?? '', origin: url, 'content-type': 'application/json' },
      ...{ 'if-match': `"${payout.version}"`, 'idempotency-key': randomUUID() },
    },
    body: JSON.stringify({ reason: 'benchmark' }),
    signal: AbortSignal.timeout(LIMIT_MS),
  })
  const body = (await response.json()) as { version?: number; status?: string }
  if (response.ok && body.version !== undefined) {
    payout.version = body.version
    payout.status = act === 'holds' ? 'held' : 'submitted'
    accepted.set(payout.id, body.version)
  }
  return response
}

function latency(of: readonly Answer[]) {
  const took = of.map(({ ms }) => ms)
  return { p50Ms: Math.round(percentile(took, 0.5)), p99Ms: Math.round(percentile(took, 0.99)), maxMs: Math.round(Math.max(...took)) }
}
