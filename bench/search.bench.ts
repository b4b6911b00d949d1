/**
 * How fast the support desk is answered, through the API, in an installation of BENCH_PAYOUTS (`npm run bench -- fill search`, with BENCH_DIR to keep it): alone,
 * and while payouts change; beside the same questions asked of Postgres with its own text search over the same payouts.
 */
import { cpus } from 'node:os'
import { openLedger } from '@/payroll/transaction/open-ledger'
import { variable } from '@/stack/variable'
import { signIn } from './api'
import { draftRuns, submitAtRate } from './changes'
import { keep, percentile } from './figures'
import { type Asked, QUESTIONS, samplePayouts } from './search/questions'
import { openTextSearch } from './search/text-search'
import { settled } from './settled'

const ASKED = Number(variable('BENCH_ASKED', '100'))
const PER_SECOND = 500
const SECONDS = Number(variable('BENCH_SECONDS', '60'))

const url = variable('APP_URL')
const ledger = openLedger(variable('DATABASE_URL_APP'), 8)
const support = await signIn(url, 'support@payledger.test', variable('DEMO_PASSWORD'))
await settled(ledger)
const payouts = await samplePayouts(ledger, ASKED)
const ask = (asked: Asked) => support(`/api/search/payouts?q=${encodeURIComponent(asked.q)}`)

const figures: Record<string, unknown> = {
  command: 'BENCH_DIR=<folder> npm run bench -- fill search',
  machine: `${cpus().length} cores, ${cpus()[0]?.model}`,
  payouts: await ledger.payout.count(),
  questionsOfEachKind: ASKED,
}
const alone = await measure('alone', ask, () => true)
if (variable('BENCH_PEER', 'yes') === 'yes') {
  const text = await openTextSearch(variable('DATABASE_URL'))
  try {
    await measure('Postgres, pg_trgm and tsvector', text.ask, () => true)
  } finally {
    await text.drop()
  }
}
const drafts = await draftRuns(ledger, variable('ACCOUNT_HASH_KEY'), { perSecond: PER_SECOND, seconds: SECONDS })
await settled(ledger)
let changing = true
const changes = submitAtRate(ledger, drafts).finally(() => (changing = false))
await measure(`at ${PER_SECOND} changes a second`, ask, () => changing)
figures.changesLateMs = Math.round(await changes)
console.log(`all kinds, alone: p99 ${alone} ms; the last change was late by ${figures.changesLateMs} ms`)
keep('search', figures)
await ledger.$disconnect()

/** Asks one question of each kind in turn. Returns the p99 of all. */
async function measure(name: string, answer: (asked: Asked) => Promise<unknown>, goesOn: () => boolean): Promise<number> {
  const kinds = Object.entries(QUESTIONS)
  for (const [, question] of kinds) await answer(question(payouts[0] as (typeof payouts)[number]))
  const took: Record<string, number[]> = Object.fromEntries(kinds.map(([kind]) => [kind, []]))
  for (const payout of payouts) {
    if (!goesOn()) break
    for (const [kind, question] of kinds) {
      const began = performance.now()
      await answer(question(payout))
      took[kind]?.push(performance.now() - began)
    }
  }
  const summary = (values: readonly number[]) => ({
    asked: values.length,
    p50Ms: Math.round(percentile(values, 0.5)),
    p95Ms: Math.round(percentile(values, 0.95)),
    p99Ms: Math.round(percentile(values, 0.99)),
  })
  const all = summary(Object.values(took).flat())
  figures[name] = { all, ...Object.fromEntries(Object.entries(took).map(([kind, values]) => [kind, summary(values)])) }
  console.log(name, figures[name])
  return all.p99Ms
}
