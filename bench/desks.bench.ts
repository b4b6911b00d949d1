/** What the desks' pages and the workers' polls ask of a ledger with a million payouts, each by itself: milliseconds, and CPU of Postgres and of Node. */
import { cpus } from 'node:os'
import { Client } from 'pg'
import { openLedger } from '@/payroll/transaction/open-ledger'
import { createDatabase, databaseVariables, dropDatabase, migrate } from '@/stack/migrate'
import { variable } from '@/stack/variable'
import { cpuClock } from './desks/cpu'
import { fillDesks } from './desks/fill'
import { fillLarge, repeatRun } from './desks/large'
import { largeRunQuestions, type Question, questionsOf, repetitionQuestion } from './desks/questions'
import { keep, percentile } from './figures'

const PAYOUTS = Number(variable('BENCH_PAYOUTS', '1000000'))
const ROUNDS = Number(variable('BENCH_ROUNDS', '20'))
/** What takes seconds is asked less often. */
const SLOW_ROUNDS = 5
const PEOPLE = 1_360
const COMPANIES = 30
const LARGE_RUNS = [
  { people: 11_111, times: 1 },
  { people: 11_111, times: 9 },
]
const PAID_AGAIN_BY = 5
const AIM_MS = 100

const server = variable('DATABASE_URL')
const url = await createDatabase(server, `payledger_desks_${process.pid}`)
const slow: string[] = []
try {
  await migrate(url)
  const { DATABASE_URL_APP: appUrl } = databaseVariables(url)
  const people = Math.min(PEOPLE, Math.ceil(PAYOUTS / COMPANIES))
  await fillDesks({ url, appUrl }, { people, copies: Math.ceil(PAYOUTS / people), companies: COMPANIES })
  const large: Awaited<ReturnType<typeof fillLarge>>[] = []
  for (const each of LARGE_RUNS) large.push(await fillLarge(url, appUrl, each))
  const machine = `${cpus().length} cores, ${cpus()[0]?.model}`
  const figures: Record<string, unknown> = { command: 'npm run bench -- desks', machine, payouts: PAYOUTS, rounds: ROUNDS, aimMs: AIM_MS }
  // Helpers of a query end with it, and nobody could count their CPU.
  await setting(url, 'max_parallel_workers_per_gather = 0')
  const ledger = openLedger(appUrl, 4)
  const measure = async (name: string, ask: Question, rounds = ROUNDS) => {
    figures[name] = await figureOf(ask, rounds)
    console.log(name, figures[name])
    if ((figures[name] as Figure).p95 > AIM_MS) slow.push(name)
  }
  const clock = await cpuClock(ledger)
  /** Ledgers that nothing was asked of yet, connected. */
  const opened = (many: number) =>
    Promise.all(
      Array.from({ length: many }, async () => {
        const other = openLedger(appUrl, 2)
        await other.$queryRaw`SELECT 1`
        return other
      }),
    )
  type Figure = { p50: number; p95: number; max: number; cpuPostgres: number | null; cpuNode: number; rounds?: number }
  async function figureOf(ask: Question, rounds: number): Promise<Figure> {
    await ask()
    const values: number[] = []
    const cpu = await clock()
    for (let round = 0; round < rounds; round++) {
      const began = performance.now()
      await ask()
      values.push(performance.now() - began)
    }
    const { postgres, node } = await cpu()
    const ms = (value: number) => Number(value.toFixed(1))
    return {
      ...{ p50: ms(percentile(values, 0.5)), p95: ms(percentile(values, 0.95)), max: ms(Math.max(...values)) },
      ...{ cpuPostgres: postgres === null ? null : ms(postgres / rounds), cpuNode: ms(node / rounds) },
      ...(rounds !== ROUNDS && { rounds }),
    }
  }
  for (const [name, ask] of Object.entries(await questionsOf(ledger, new Date()))) await measure(name, ask)
  for (const { id, lines } of large) {
    const others = await opened(ROUNDS + 1)
    const fresh = others.values()
    const { again, compared } = largeRunQuestions(ledger, () => fresh.next().value ?? ledger, id, lines)
    for (const [name, ask] of Object.entries(again)) await measure(name, ask)
    await measure(compared.name, compared.ask, SLOW_ROUNDS)
    await Promise.all(others.map((other) => other.$disconnect()))
  }
  for (const { id, lines } of large) {
    await repeatRun(url, id, PAID_AGAIN_BY)
    await measure(`${lines} lines: all of them paid again by ${PAID_AGAIN_BY} runs`, repetitionQuestion(ledger, id), SLOW_ROUNDS)
  }
  keep('desks', figures)
  console.log(slow.length > 0 ? `p95 over ${AIM_MS} ms: ${slow.join(', ')}` : `No p95 is over ${AIM_MS} ms.`)
  await ledger.$disconnect()
} finally {
  await dropDatabase(url)
}

async function setting(address: string, what: string): Promise<void> {
  const client = new Client({ connectionString: address })
  await client.connect()
  await client.query(`ALTER DATABASE ${client.escapeIdentifier(new URL(address).pathname.slice(1))} SET ${what}`)
  await client.end()
}
