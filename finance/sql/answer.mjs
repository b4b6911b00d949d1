/**
 * Answers one question in SQL, as a process of its own: whatever the question does to its engine, it ends with it. It has no variables of its environment,
 * gets the question as a line on standard input, and writes lines of JSON. It ends when its parent is gone.
 */
import { createInterface } from 'node:readline'
import { DuckDBInstance } from '@duckdb/node-api'
import { refusalOf } from './judge.mjs'

/** DuckDB's own limit counts neither the texts it makes nor ours: the whole process has one, looked at this often. */
const LOOK_MS = 20
/** What was interrupted may take a moment to notice. */
const GRACE_MS = 1_500
const LATE = 4
const SELECT = 1

const lines = createInterface({ input: process.stdin })
lines.once('line', (line) => void answer(JSON.parse(line)))
lines.once('close', end)

/** At once: an exit in order would wait until the engine has done what it was asked. */
function end() {
  process.kill(process.pid, 'SIGKILL')
}

async function answer(asked) {
  let late = false
  setInterval(() => {
    if (process.memoryUsage.rss() > asked.memoryMax) end()
  }, LOOK_MS)
  try {
    const connection = await open(asked)
    setTimeout(() => {
      late = true
      setInterval(() => connection.interrupt(), LOOK_MS)
      setTimeout(() => process.exit(LATE), GRACE_MS)
    }, asked.limitMs)
    const refused = await judged(connection, asked)
    await tell(refused === null ? await told(connection, asked) : { refused })
  } catch (error) {
    await tell({ failed: late ? 'time' : kindOf(error), says: error instanceof Error ? error.message : String(error) })
  }
  process.exit(0)
}

/** The published file to read only, and views of what may be read of it; afterwards no other file can be reached, and no setting changed. */
async function open({ file, views, threads, engineMemory }) {
  const settings = { threads, memory_limit: engineMemory, temp_directory: '' }
  const instance = await DuckDBInstance.create(':memory:', {
    ...settings,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  })
  const connection = await instance.connect()
  await connection.run(`ATTACH '${file.replaceAll("'", "''")}' AS published (READ_ONLY)`)
  for (const view of views) await connection.run(view)
  for (const setting of ['enable_external_access = false', 'allow_community_extensions = false', 'lock_configuration = true'])
    await connection.run(`SET ${setting}`)
  return connection
}

async function judged(connection, { sql, tables }) {
  const known = await connection.runAndReadAll('SELECT DISTINCT lower(view_name) AS name FROM duckdb_views()')
  const parsed = await connection.runAndReadAll('SELECT json_serialize_sql($1::VARCHAR) AS parsed', [sql])
  const refused = refusalOf(JSON.parse(parsed.getRowsJson()[0][0]), new Set(tables), new Set(known.getRowsJson().map(([name]) => name)))
  if (refused !== null) return refused
  const statements = await connection.extractStatements(sql)
  return statements.count === 1 ? null : 'Ask one question at a time.'
}

/** Rows as they come, until there are enough of them or of their bytes. */
async function told(connection, { sql, rowsMax, bytesMax, cellMax }) {
  const statement = await (await connection.extractStatements(sql)).prepare(0)
  if (statement.statementType !== SELECT) return { refused: 'Only a SELECT can be asked here.' }
  const result = await statement.stream()
  await tell({ columns: result.columnNames().map((name, n) => ({ name, type: String(result.columnType(n)) })) })
  let [rows, bytes, cells] = [0, 0, 0]
  let cut = null
  for await (const chunk of result.yieldRowsJson()) {
    const batch = []
    for (const row of chunk) {
      const texts = row.map(textOf)
      const short = texts.map((text) => (isLong(text, cellMax) ? `${text.slice(0, cellMax).toWellFormed()}…` : text))
      bytes += Buffer.byteLength(JSON.stringify(short))
      cut = rows === rowsMax ? 'rows' : bytes > bytesMax ? 'bytes' : null
      if (cut !== null) break
      cells += texts.filter((text) => isLong(text, cellMax)).length
      rows += 1
      batch.push(short)
    }
    await tell({ rows: batch })
    if (cut !== null) break
  }
  return { end: { rows, cells, cut } }
}

const isLong = (text, cellMax) => text !== null && text.length > cellMax

function textOf(value) {
  if (value === null) return null
  return typeof value === 'string' ? value : typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function kindOf(error) {
  const says = error instanceof Error ? error.message : ''
  if (/Out of Memory|Invalid string length|allocat/i.test(says)) return 'memory'
  return /^IO Error.*(No such file|Cannot open)/i.test(says) ? 'gone' : 'sql'
}

/** Waits until it has been taken: a parent that reads slowly is no reason to pile up rows. */
const tell = (line) => new Promise((resolve) => process.stdout.write(`${JSON.stringify(line)}\n`, () => resolve(undefined)))
