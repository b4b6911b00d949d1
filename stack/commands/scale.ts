/**
 * `npm run scale`: the same files of marts on DuckDB, Spark, ClickHouse, DataFusion and Postgres, from one landing, and twelve questions asked of all; and a publication
 * by Spark that the app's reader answers from. SCALE_EVENTS names the sizes. `-- --self-test` plants one cent in each engine, which must be found.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { landForScale, type ScaleLanding } from '@/bench/finance/scale-landing'
import { onShutdown } from '@/platform/shutdown'
import { runCommand, say, step } from '../command'
import { findJava } from '../java/find-java'
import { ROOT } from '../paths'
import { postgresServer, postgresUrl } from '../postgres/server'
import { clockOf } from '../processes/environment'
import { run } from '../processes/run'
import { type Python, pythonEnvironment } from '../python/environment'
import { askBoth } from '../scale/ask-both'
import { compared, type Found, tableOf } from '../scale/compared'
import { removeServerData } from '../servers'
import { variable, variablesWith } from '../variable'

const SIZES = variable('SCALE_EVENTS', '20000,1000000').split(',').map(Number)
const SELF_TEST = process.argv.includes('--self-test')

await runCommand(async () => {
  const [python, jdk] = [await pythonEnvironment(), findJava()]
  const folder = mkdtempSync(join(tmpdir(), 'payledger-scale-'))
  const env = variablesWith({ JAVA_HOME: jdk.home, PYSPARK_PYTHON: python.python, SPARK_LOCAL_IP: '127.0.0.1' })
  const data = join(folder, 'servers')
  const server = await postgresServer({ dataDir: data, logFile: join(data, 'postgres.log'), log: say, clock: clockOf(process.env) })
  const end = async () => {
    await server.stop()
    removeServerData(data)
    rmSync(folder, { recursive: true, force: true })
  }
  onShutdown(end)
  try {
    await server.start()
    const place = { folder, env, python, postgres: postgresUrl(server.port, 'postgres') }
    process.exitCode = SELF_TEST ? await selfTest(place) : await measure(place, jdk.version)
  } finally {
    await end()
  }
})

type Place = { folder: string; env: ReturnType<typeof variablesWith>; python: Python; postgres: string }

async function measure(place: Place, java: string): Promise<number> {
  const figures: Record<string, unknown> = { command: 'npm run scale', machine: `${cpus().length} cores, ${cpus()[0]?.model}`, java }
  let differences = 0
  for (const size of SIZES) {
    const landed = await landedFor(place, size)
    const found = await engines(place, landed, '')
    const { equal, different, summary } = compared(found)
    say(tableOf(found))
    for (const line of different) say(line)
    const job = await publishedBySpark(place, landed)
    say(
      `Spark’s publication, asked by the app’s reader: ${job.figures} figures, ${job.different.length === 0 ? 'all equal to DuckDB’s' : `other than DuckDB’s: ${job.different.join(', ')}`}`,
    )
    differences += different.length + job.different.length
    figures[`${size} events`] = {
      events: landed.position,
      duckdbSeconds: landed.duckdbMs / 1_000,
      equal,
      different: different.length,
      ...summary,
      job,
    }
    rmSync(landed.dir, { recursive: true, force: true })
  }
  if (differences === 0) writeFileSync(join(ROOT, 'docs/bench/scale.json'), `${JSON.stringify(figures, null, 2)}\n`)
  say(differences === 0 ? 'Every hash is equal.' : `${differences} are not equal.`)
  return differences === 0 ? 0 : 1
}

/** One cent in one event, on each engine: all of them must be seen to differ. */
async function selfTest(place: Place): Promise<number> {
  const found = await engines(place, await landedFor(place, SIZES[0] ?? 0), 'all')
  const { different } = compared(found)
  const missed = Object.keys(found.engines).filter((engine) => !different.some((line) => line.startsWith(`${engine}: payout_facts`)))
  say(
    missed.length === 0
      ? `A cent was planted in each engine, and found: ${different.length} differences.`
      : `A cent was not found in ${missed.join(', ')}.`,
  )
  return missed.length === 0 ? 0 : 1
}

async function landedFor({ folder }: Place, size: number): Promise<ScaleLanding> {
  let landed: ScaleLanding | undefined
  await step(
    `Landing ${size} generated events`,
    async () => (landed = await landForScale(join(folder, `landing-${size}`), size)) && undefined,
  )
  if (!landed) throw new Error('nothing landed')
  return landed
}

async function engines(
  { folder, env, python, postgres }: Place,
  { dir, position, published }: ScaleLanding,
  plant: string,
): Promise<Found> {
  const [work, out] = [join(folder, 'work'), join(folder, 'found.json')]
  rmSync(work, { recursive: true, force: true })
  mkdirSync(work)
  const options = { landing: dir, position: String(position), published: join(dir, 'published', published), postgres, work, out, plant }
  await run(python.python, ['bench/scale/run.py', ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, value])], {
    ...{ cwd: ROOT, env },
    onOutput: (text) => void (/^(Spark|ClickHouse|DataFusion|Postgres) /.test(text) && say(`  ${text.trim()} s`)),
  })
  return JSON.parse(readFileSync(out, 'utf8')) as Found
}

/** The job as one submits it, and what the app's reader answers from what it published. */
async function publishedBySpark({ folder, env, python }: Place, landed: ScaleLanding) {
  const out = join(folder, 'published-by-spark')
  const began = performance.now()
  const master = 'local[2]'
  const flags = [
    '--driver-memory',
    '3g',
    '--master',
    master,
    'finance/spark/publish_marts.py',
    '--landing',
    landed.dir,
    '--out',
    out,
    '--master',
    master,
  ]
  await run(python.sparkSubmit, flags, { cwd: ROOT, env })
  const seconds = Math.round((performance.now() - began) / 100) / 10
  const asked = await askBoth(landed.dir, out)
  rmSync(out, { recursive: true, force: true })
  return { seconds, ...asked }
}
