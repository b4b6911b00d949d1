/**
 * How fast search is built again from Kafka alone (`npm run bench -- fill rebuild`, with BENCH_DIR to keep what was filled), beside what Elasticsearch takes
 * of the very same documents when they lie ready and nothing is read, believed or put in order.
 */

import { once } from 'node:events'
import { createReadStream, createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { Client } from '@elastic/elasticsearch'
import { openLedger } from '@/payroll/transaction/open-ledger'
import { aliasOf, DEFINITION } from '@/search/definition'
import { ROOT } from '@/stack/paths'
import { startChild } from '@/stack/processes/child'
import { variable, variablesWith } from '@/stack/variable'
import { ticksOf } from './desks/cpu'
import { keep } from './figures'
import { settled } from './settled'

const PREFIX = 'bench-rebuild-'
const OWN = 'bench-bulk'
const AT_ONCE = 2
const DOCUMENTS_EACH = 5_000
const TICKS_PER_SECOND = 100

const search = new Client({ node: variable('ELASTICSEARCH_URL'), requestTimeout: 120_000 })
const ledger = openLedger(variable('DATABASE_URL_APP'), 1)
await settled(ledger)
const [{ events = 0 } = {}] = await ledger.$queryRaw<{ events: number }[]>`SELECT count(*)::int AS events FROM outbox`
const payouts = await ledger.payout.count()
await ledger.$disconnect()
const server = (JSON.parse(readFileSync(join(variable('PAYLEDGER_DIR'), 'stack.json'), 'utf8')) as { pids: Record<string, number> }).pids
  .elasticsearch as number
await removeIndices()
const folder = mkdtempSync(join(tmpdir(), 'payledger-rebuild-'))
try {
  const rebuilt = await rebuild()
  console.log('rebuilt', rebuilt)
  const file = join(folder, 'documents')
  await readDocuments(file)
  await removeIndices()
  const own = await writeDocuments(file)
  console.log('own bulk', own)
  const figures = {
    command: 'BENCH_DIR=<folder> npm run bench -- fill rebuild',
    machine: `${cpus().length} cores, ${cpus()[0]?.model}`,
    ...{ payouts, events, rebuilt, own, share: round(rebuilt.documentsPerSecond / own.documentsPerSecond, 2) },
  }
  console.log(figures)
  keep('rebuild', figures)
} finally {
  rmSync(folder, { recursive: true })
  await removeIndices()
  await search.close()
}

/** A projector of its own, from nothing to the index that answers. */
async function rebuild() {
  const before = cpuOf(server)
  const began = performance.now()
  const projector = startChild({
    command: process.execPath,
    args: ['--import', 'tsx', 'workers/search-projector/main.ts'],
    cwd: ROOT,
    env: variablesWith({ SEARCH_INDEX_PREFIX: PREFIX }),
    logFile: join(tmpdir(), 'payledger-bench-rebuild.log'),
  })
  try {
    while (!(await search.indices.existsAlias({ name: aliasOf(PREFIX) }))) {
      if (!projector.isRunning()) throw new Error(`the projector ended: ${projector.tail()}`)
      await pause(250)
    }
    return figuresOf(payouts, performance.now() - began, cpuOf(server) - before, cpuOf(projector.pid))
  } finally {
    await projector.stop()
  }
}

/** Each document on a line of its own, after the action that writes it. */
async function readDocuments(file: string): Promise<void> {
  const out = createWriteStream(file)
  const all = search.helpers.scrollSearch<Record<string, unknown>>({
    index: aliasOf(PREFIX),
    size: DOCUMENTS_EACH,
    query: { term: { kind: 'payout' } },
  })
  for await (const { body } of all)
    for (const { _id, _source } of body.hits.hits)
      if (!out.write(`${JSON.stringify({ index: { _id } })}\n${JSON.stringify(_source)}\n`)) await once(out, 'drain')
  out.end()
  await once(out, 'finish')
}

async function writeDocuments(file: string) {
  await search.indices.create({ index: OWN, ...DEFINITION })
  const before = cpuOf(server)
  const own = process.cpuUsage()
  const began = performance.now()
  let sending: Promise<unknown>[] = []
  let lines: string[] = []
  const send = async () => {
    const body = `${lines.join('\n')}\n`
    lines = []
    if (sending.length === AT_ONCE) {
      await Promise.all(sending)
      sending = []
    }
    sending.push(
      search.transport
        .request({ method: 'POST', path: `/${OWN}/_bulk`, bulkBody: body, querystring: { filter_path: 'errors' } })
        .then((answer) => {
          if ((answer as { errors: boolean }).errors) throw new Error('a document was refused')
        }),
    )
  }
  for await (const line of createInterface({ input: createReadStream(file) })) if (lines.push(line) === 2 * DOCUMENTS_EACH) await send()
  if (lines.length > 0) await send()
  await Promise.all(sending)
  await search.indices.refresh({ index: OWN })
  const { user, system } = process.cpuUsage(own)
  return figuresOf(payouts, performance.now() - began, cpuOf(server) - before, (user + system) / 1e6)
}

function figuresOf(documents: number, ms: number, searchSeconds: number, ourSeconds: number) {
  return {
    seconds: round(ms / 1_000, 1),
    documentsPerSecond: Math.round((documents / ms) * 1_000),
    elasticsearchCpuSeconds: round(searchSeconds, 1),
    ourCpuSeconds: round(ourSeconds, 1),
  }
}

async function removeIndices(): Promise<void> {
  const found = await search.indices.get({ index: [`${PREFIX}payouts-*`, OWN], allow_no_indices: true, ignore_unavailable: true })
  for (const index of Object.keys(found)) await search.indices.delete({ index })
}

function cpuOf(pid: number): number {
  return ticksOf(readFileSync(`/proc/${pid}/stat`, 'utf8')) / TICKS_PER_SECOND
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}
