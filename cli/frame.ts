/** What every command is given: the server's routes, a way to print, and where it says how it goes. */
import { randomUUID } from 'node:crypto'
import Table from 'cli-table3'
import type { AnswerTo, ApiRoute, BodyOf } from '@/app/call-api'
import { readAccess } from './access'
import { ask } from './client'

export const EXIT = { done: 0, refused: 1, usedWrongly: 2 } as const

export type Options = { url?: string; profile: string; json?: boolean }
export type Say = (line: string) => void
export type Row = Readonly<Record<string, string | number | null>>

type Asked<R extends ApiRoute> = {
  id?: string
  query?: Readonly<Record<string, string>>
  body?: BodyOf<R>
  form?: FormData
  ifMatch?: number
}

export type Frame = {
  /** Asks a route. A change carries an idempotency key of its own, and is asked again when no answer comes. @throws Refusal of the server's. */
  call<R extends ApiRoute>(route: R, asked?: Asked<R>): Promise<AnswerTo<R>>
  /** The bytes of a route that answers with a file. */
  download(route: ApiRoute, asked: { id: string }): Promise<Buffer>
  /** Rows as a table of these columns, or `whole` as JSON. */
  table(columns: readonly string[], rows: readonly Row[], whole: unknown): void
  /** One thing, line by line, or as JSON. */
  facts(facts: Row, whole: unknown): void
  /** How it goes, on stderr. */
  say: Say
}

/** @param options read when a command runs: before, they are not parsed. */
export function frameOf(options: () => Options, say: Say): Frame {
  const print = (text: string) => void process.stdout.write(`${text}\n`)
  const json = (whole: unknown) => print(JSON.stringify(whole, null, 2))
  const send = (route: ApiRoute, asked: Asked<ApiRoute> = {}) => {
    const key = route.startsWith('GET ') ? null : randomUUID()
    return ask(readAccess(options()), route, { ...asked, key }, say)
  }
  return {
    async call<R extends ApiRoute>(route: R, asked: Asked<R> = {}) {
      return (await (await send(route, asked as Asked<ApiRoute>)).json()) as AnswerTo<R>
    },
    download: async (route, asked) => Buffer.from(await (await send(route, asked)).arrayBuffer()),
    table(columns, rows, whole) {
      if (options().json) return json(whole)
      if (rows.length === 0) return say('Nothing.')
      const table = new Table({
        head: [...columns],
        chars: NO_LINES,
        style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
      })
      for (const row of rows) table.push(columns.map((column) => text(row[column])))
      print(trimmed(table.toString()))
    },
    facts(facts, whole) {
      if (options().json) return json(whole)
      const width = Math.max(...Object.keys(facts).map((name) => name.length))
      for (const [name, value] of Object.entries(facts)) print(`${name.padEnd(width)}  ${text(value)}`)
    },
    say,
  }
}

/** Whoever wrote a name into a file must not move somebody's cursor. */
const text = (value: string | number | null | undefined): string =>
  value === null || value === undefined ? '–' : String(value).replace(/[\p{Cc}\p{Cf}]/gu, ' ')

const trimmed = (table: string): string => table.replace(/ +$/gm, '')

const NO_LINES = Object.fromEntries(
  'top top-mid top-left top-right bottom bottom-mid bottom-left bottom-right left left-mid mid mid-mid right right-mid middle'
    .split(' ')
    .map((side) => [side, '']),
)
