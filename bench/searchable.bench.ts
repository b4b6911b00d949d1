/** Commit to searchable: 200 holds and releases a second through the ledger's commands, each followed until search shows it. */
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { Client } from '@elastic/elasticsearch'
import { holdPayout, releaseHold } from '@/payroll/runs/hold-payout'
import { openLedger } from '@/payroll/transaction/open-ledger'
import { variable } from '@/stack/variable'
import { keep, percentile } from './figures'
import { settled } from './settled'

const PER_SECOND = 200
const SECONDS = Number(variable('BENCH_SECONDS', '20'))
const ROUNDS = Number(variable('BENCH_ROUNDS', '3'))
const POLL_MS = 50
const LIMIT_MS = 60_000

const ledger = openLedger(variable('DATABASE_URL_APP'), 20)
const search = new Client({ node: variable('ELASTICSEARCH_URL') })
await settled(ledger)
const alias = `${variable('SEARCH_INDEX_PREFIX')}payouts`
// A first index answers once it has caught up.
while (!(await search.indices.existsAlias({ name: alias }))) await pause(500)
const payouts = await ledger.payout.findMany({
  // Not the approved: the gateway may send them meanwhile.
  where: { status: 'submitted' },
  select: { id: true, version: true, status: true },
})
if (payouts.length < PER_SECOND) throw new Error(`only ${payouts.length} payouts can be held`)

type Change = { id: string; version: number; committedAt: number }
const rounds: { p50: number; p99: number }[] = []
const last = new Map<number, Promise<void>>()
for (let round = 1; round <= ROUNDS; round++) {
  const waiting: Change[] = []
  const latencies: number[] = []
  let writing = true
  const watching = watch(waiting, latencies, () => writing)
  const began = performance.now()
  const changes: Promise<void>[] = []
  for (let n = 0; n < PER_SECOND * SECONDS; n++) {
    const dueMs = (n * 1000) / PER_SECOND - (performance.now() - began)
    if (dueMs > 2) await pause(dueMs)
    const turn = n % payouts.length
    // A payout's next change waits for its last.
    const next = (last.get(turn) ?? Promise.resolve()).then(() => change(payouts[turn] as (typeof payouts)[number], waiting))
    last.set(turn, next)
    changes.push(next)
  }
  await Promise.all(changes)
  writing = false
  await watching
  rounds.push({ p50: percentile(latencies, 0.5), p99: percentile(latencies, 0.99) })
  console.log(
    `round ${round}: ${latencies.length} changes, p50 ${rounds.at(-1)?.p50.toFixed(0)} ms, p99 ${rounds.at(-1)?.p99.toFixed(0)} ms`,
  )
}
keep('searchable', {
  perSecond: PER_SECOND,
  secondsPerRound: SECONDS,
  rounds: rounds.map(({ p50, p99 }) => ({ p50Ms: Math.round(p50), p99Ms: Math.round(p99) })),
})
await ledger.$disconnect()
await search.close()

async function change(payout: { id: string; version: number; status: string }, waiting: Change[]): Promise<void> {
  const actor = { kind: 'process' as const, id: 'bench', name: 'Benchmark' }
  const call = { actor, requestId: randomUUID(), now: new Date(), companies: null, idempotency: null }
  const act = payout.status === 'held' ? releaseHold : holdPayout
  const { result } = await act(ledger, call, payout.id, payout.version, 'benchmark')
  if (!result.ok) throw new Error(`a change was rejected: ${result.rejection.code}`)
  payout.version = result.value.version
  payout.status = result.value.status
  waiting.push({ id: payout.id, version: payout.version, committedAt: performance.now() })
}

/** Asks search for the versions of what waits, by a search (not a get, which would not wait for a refresh). */
async function watch(waiting: Change[], latencies: number[], writing: () => boolean): Promise<void> {
  const deadline = performance.now() + SECONDS * 1000 + LIMIT_MS
  while (writing() || waiting.length > 0) {
    if (performance.now() > deadline) throw new Error(`${waiting.length} changes never became searchable`)
    const ids = [...new Set(waiting.map((each) => each.id))].slice(0, 5_000)
    if (ids.length > 0) {
      const { hits } = await search.search({
        index: alias,
        size: ids.length,
        query: { ids: { values: ids } },
        version: true,
        _source: false,
      })
      const now = performance.now()
      const seen = new Map(hits.hits.map((hit) => [hit._id, hit._version ?? 0]))
      for (let index = waiting.length - 1; index >= 0; index--) {
        const each = waiting[index] as Change
        if ((seen.get(each.id) ?? 0) < each.version) continue
        latencies.push(now - each.committedAt)
        waiting.splice(index, 1)
      }
    }
    await pause(POLL_MS)
  }
}
