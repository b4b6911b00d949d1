/** Questions in SQL over what is published, each answered by a process of its own (answer.mjs) within limits that hold whatever it asks. */
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import type { Coverage } from '@/platform/freshness'
import type { Cell } from '../exports/table'
import { publishedFile, readManifest } from '../manifest'
import { coverageOf } from '../progress'
import { looksAsWritten } from '../written'
import { MARTS_FOR_SQL, viewOf } from './marts'

/** `type` is DuckDB's. */
export type SqlColumn = { name: string; type: string }

export type SqlAnswer = {
  columns: SqlColumn[]
  rows: Cell[][]
  /** Why there are more than these; null when these are all. */
  cut: 'rows' | 'bytes' | null
  /** Cells of which only the beginning is here. */
  cellsCut: number
  tookMs: number
  coverage: Coverage
}

/** `busy` with the asking person's own question, or with other people's. */
export type SqlOutcome =
  | { is: 'answered'; answer: SqlAnswer }
  | { is: 'refused'; because: string }
  | { is: 'busy'; with: 'own' | 'others' }
  | { is: 'nothing-published' }

export type SqlLimits = { rowsMax: number; bytesMax: number; cellMax: number; limitMs: number }

/** What a page shows, and what a file holds: cells there are as long as a spreadsheet's may be. */
export const ON_PAGE: SqlLimits = { rowsMax: 10_000, bytesMax: 4_000_000, cellMax: 500, limitMs: 10_000 }
export const IN_FILE: SqlLimits = { rowsMax: 50_000, bytesMax: 24_000_000, cellMax: 32_000, limitMs: 30_000 }

/** Of one person, and of everybody: an installation has two processors at the least, and the loader wants one. */
const AT_ONCE = { person: 1, all: 2 }
const MEMORY = { engine: '384MB', process: 900_000_000 }
/** In kilobytes: where the system knows this limit, an allocation beyond it fails before the process is looked at. V8 alone reserves a third of it. */
const DATA_LIMIT_KB = 1_600_000
/** A process that does not end by itself is ended. */
const GRACE_MS = 3_000
const TRIES = 2

export type SqlAsker = {
  /** Asks for `who`, within the limits. Whoever leaves aborts `signal`, and the question is ended. @throws when the process cannot be started. */
  ask(sql: string, how: { who: string; limits: SqlLimits; signal: AbortSignal }): Promise<SqlOutcome>
}

/** Answers questions about what is published below `dir`. */
export function openAsker(dir: string): SqlAsker {
  const inHand: string[] = []
  return {
    async ask(sql, { who, limits, signal }) {
      if (inHand.filter((each) => each === who).length >= AT_ONCE.person) return { is: 'busy', with: 'own' }
      if (inHand.length >= AT_ONCE.all) return { is: 'busy', with: 'others' }
      inHand.push(who)
      try {
        return await askNewest(dir, sql, limits, signal)
      } finally {
        inHand.splice(inHand.indexOf(who), 1)
      }
    },
  }
}

async function askNewest(dir: string, sql: string, limits: SqlLimits, signal: AbortSignal): Promise<SqlOutcome> {
  for (let tries = 1; ; tries += 1) {
    const manifest = await readManifest(dir)
    if (manifest === null) return { is: 'nothing-published' }
    const file = publishedFile(dir, manifest)
    if (!(await looksAsWritten(file, manifest))) throw new Error('the published file is damaged; it is made again')
    const began = performance.now()
    const said = await hear({ sql, file, ...limits }, limits.limitMs + GRACE_MS, signal)
    // A file that was named a moment ago may have been removed by newer publications.
    if (said.failed === 'gone' && tries < TRIES) continue
    if (said.refused !== undefined) return { is: 'refused', because: said.refused }
    if (said.failed !== undefined || !said.end || !said.columns) return { is: 'refused', because: sentenceOf(said, limits) }
    const { columns, rows, end } = said
    const answer = { columns, rows, cut: end.cut, cellsCut: end.cells, tookMs: Math.round(performance.now() - began) }
    return { is: 'answered', answer: { ...answer, coverage: coverageOf(manifest) } }
  }
}

type Line = {
  columns?: SqlColumn[]
  rows?: Cell[][]
  end?: { rows: number; cells: number; cut: SqlAnswer['cut'] }
  refused?: string
  failed?: 'time' | 'memory' | 'gone' | 'sql'
  says?: string
}
type Said = Line & { rows: Cell[][] }

/** What the process answers, to its end. */
async function hear(asked: object, endsMs: number, signal: AbortSignal): Promise<Said> {
  const child = start()
  const end = () => child.kill('SIGKILL')
  const late = setTimeout(end, endsMs)
  signal.addEventListener('abort', end, { once: true })
  if (signal.aborted) end()
  const said: Said = { rows: [] }
  const ended = new Promise<{ code: number | null }>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code }))
  })
  ended.catch(() => undefined)
  // It may have ended before it took the question.
  child.stdin.on('error', () => undefined)
  child.stdin.write(`${JSON.stringify({ ...asked, ...ENGINE })}\n`)
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      const { rows = [], ...rest } = JSON.parse(line) as Line
      said.rows.push(...rows)
      Object.assign(said, rest)
    }
    const { code } = await ended
    if (!said.end && said.refused === undefined && said.failed === undefined)
      said.failed = code === TIME || !isQuick(child) ? 'time' : 'memory'
    return said
  } finally {
    clearTimeout(late)
    signal.removeEventListener('abort', end)
    end()
  }
}

/** Its exit code when it was not done in time. */
const TIME = 4
/** Ended by us, it was late; by the system, it wanted more than there is. */
const isQuick = ({ killed }: { killed: boolean }): boolean => !killed

const ENGINE = {
  threads: '2',
  engineMemory: MEMORY.engine,
  memoryMax: MEMORY.process,
  views: MARTS_FOR_SQL.map(viewOf),
  tables: MARTS_FOR_SQL.map(({ name }) => name),
}

const NO_VARIABLES = {} as NodeJS.ProcessEnv

/** Without any variable of ours: what it does not have it cannot tell. */
function start(): ChildProcessByStdio<Writable, Readable, null> {
  const program = join(process.cwd(), 'finance/sql/answer.mjs')
  const shell = `ulimit -d ${DATA_LIMIT_KB} 2>/dev/null; exec "$0" "$@"`
  return spawn('/bin/sh', ['-c', shell, process.execPath, '--max-old-space-size=256', program], {
    env: NO_VARIABLES,
    stdio: ['pipe', 'pipe', 'ignore'],
  })
}

const SAYS_MAX = 600

function sentenceOf({ failed, says = '' }: Said, { limitMs }: SqlLimits): string {
  if (failed === 'time')
    return `The question took longer than ${limitMs / 1_000} seconds and was stopped. Ask for fewer months or fewer rows.`
  if (failed === 'memory')
    return 'The question needed more memory than a question may use, and was stopped. Ask for fewer rows, or shorter texts.'
  if (failed === 'gone') return 'The figures were renewed while this was asked. Ask again.'
  return says.length > SAYS_MAX ? `${says.slice(0, SAYS_MAX)}…` : says
}
