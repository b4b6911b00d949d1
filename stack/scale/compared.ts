/** What engines made of one landing, held against what DuckDB made of it. */

type Hashed = { rows: number; sha256: string; seconds?: number } | { error: string }
type Made = { version: string; openedSeconds?: number; seconds?: number; marts: Record<string, Hashed>; questions: Record<string, Hashed> }
/** What bench/scale/run.py writes; DuckDB's is what was published. */
export type Found = { position: number; duckdb: Made; engines: Record<string, Made | { error: string }> }

const KINDS = ['marts', 'questions'] as const

/** How many hashes are equal, and one line for each that is not, which begins with its engine. What an engine did not make is not equal. */
export function compared({ duckdb, engines }: Found) {
  const different: string[] = []
  let equal = 0
  for (const [engine, made] of Object.entries(engines)) {
    if ('error' in made) {
      different.push(`${engine}: it made nothing: ${made.error}`)
      continue
    }
    for (const kind of KINDS)
      for (const [name, right] of Object.entries(duckdb[kind])) {
        const said = difference(right, made[kind][name])
        if (said === null) equal += 1
        else different.push(`${engine}: ${name} ${said}`)
      }
  }
  return { equal, different, summary: summaryOf(duckdb, engines) }
}

function difference(right: Hashed, found: Hashed | undefined): string | null {
  if ('error' in right) return `was not made by DuckDB: ${right.error}`
  if (found === undefined) return 'is missing'
  if ('error' in found) return `was not made: ${found.error}`
  if (found.sha256 === right.sha256 && found.rows === right.rows) return null
  return found.rows === right.rows ? 'has other rows' : `has ${found.rows} rows, and DuckDB’s has ${right.rows}`
}

function summaryOf(duckdb: Made, engines: Found['engines']) {
  const of = Object.entries(engines).map(([engine, made]) => {
    if ('error' in made) return [engine, made]
    const seconds = Object.fromEntries(
      Object.entries(made.marts).map(([mart, each]) => [mart, 'error' in each ? each.error : each.seconds]),
    )
    return [engine, { version: made.version, openedSeconds: made.openedSeconds, seconds: made.seconds, secondsOf: seconds }]
  })
  const rows = Object.fromEntries(
    Object.entries(duckdb.marts).map(([mart, each]) => [mart, 'error' in each ? null : { rows: each.rows, sha256: each.sha256 }]),
  )
  return { duckdb: duckdb.version, engines: Object.fromEntries(of), marts: rows }
}

/** A line for each mart and question: rows, and of each engine the beginning of its hash and its seconds. */
export function tableOf({ duckdb, engines }: Found): string {
  const all = { DuckDB: duckdb, ...engines }
  const cell = (each: Hashed | undefined) =>
    each === undefined
      ? 'missing'
      : 'error' in each
        ? 'not made'
        : `${each.sha256.slice(0, 8)}${each.seconds === undefined ? '' : ` ${each.seconds.toFixed(1)} s`}`
  const line = (name: string, cells: readonly string[]) => `${name.padEnd(44).slice(0, 44)}${cells.map((text) => text.padEnd(18)).join('')}`
  const lines = KINDS.flatMap((kind) =>
    Object.entries(duckdb[kind]).map(([name, right]) => {
      const cells = Object.values(all).map((made) => cell('error' in made ? undefined : made[kind][name]))
      return line(name, ['error' in right ? '' : String(right.rows), ...cells])
    }),
  )
  return [
    line('', ['rows', ...Object.entries(all).map(([name, made]) => `${name} ${'error' in made ? '' : made.version}`)]),
    ...lines,
  ].join('\n')
}
