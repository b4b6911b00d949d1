/** What the desks' pages and the workers' polls ask of a ledger with a million payouts, each by itself, in milliseconds. */
import { openLedger } from '@/payroll/queries/open-ledger'
import { createDatabase, databaseVariables, dropDatabase, migrate } from '@/stack/migrate'
import { variable } from '@/stack/variable'
import { fillDesks } from './desks/fill'
import { questionsOf } from './desks/questions'
import { keep, percentile } from './figures'

const PAYOUTS = Number(variable('BENCH_PAYOUTS', '1000000'))
const ROUNDS = Number(variable('BENCH_ROUNDS', '20'))
const PEOPLE = 1_360
const COMPANIES = 30
const SLOW_MS = 100

const server = variable('DATABASE_URL')
const url = await createDatabase(server, `payledger_desks_${process.pid}`)
try {
  await migrate(url)
  const { DATABASE_URL_APP: appUrl } = databaseVariables(url)
  const people = Math.min(PEOPLE, Math.ceil(PAYOUTS / COMPANIES))
  await fillDesks({ url, appUrl }, { people, copies: Math.ceil(PAYOUTS / people), companies: COMPANIES })
  const ledger = openLedger(appUrl, 4)
  const figures: Record<string, unknown> = { payouts: PAYOUTS, rounds: ROUNDS }
  const slow: string[] = []
  for (const [name, ask] of Object.entries(await questionsOf(ledger, new Date()))) {
    await ask()
    const values: number[] = []
    for (let round = 0; round < ROUNDS; round++) {
      const began = performance.now()
      await ask()
      values.push(performance.now() - began)
    }
    const [p50, p95] = [percentile(values, 0.5), percentile(values, 0.95)]
    figures[name] = { p50: Number(p50.toFixed(1)), p95: Number(p95.toFixed(1)) }
    if (p95 > SLOW_MS) slow.push(`${name} ${p95.toFixed(0)} ms`)
    console.log(name, figures[name])
  }
  keep('desks', figures)
  console.log(slow.length > 0 ? `Slower than ${SLOW_MS} ms: ${slow.join(', ')}` : `None is slower than ${SLOW_MS} ms.`)
  await ledger.$disconnect()
} finally {
  await dropDatabase(url)
}
