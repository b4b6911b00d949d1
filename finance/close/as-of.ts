/** The marts as they were at one position, for the time of a question, and what the month's figures are then. */
import { createHash } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { aside } from '../atomic-file'
import { makeMartsAt } from '../build-marts'
import { MartsRefused } from '../check-marts'
import { type Connection, openToWrite, rowsOf } from '../duckdb'
import { hashByPosition } from '../hash-by-position'
import { sqlOf } from '../mart-files'
import { sqlText } from '../sql-file'
import { MOVEMENTS_SQL, makeMovements } from './movements'

export type Figure = { company: string; corridor: string; currency: string; kind: Kind; movements: number; amountMinor: string }
export type Kind = 'paid' | 'returned' | 'fee' | 'return-fee'
export type ControlTotal = {
  company: string
  run: string
  currency: string
  controlPayouts: number | null
  controlMinor: string | null
  payouts: number
  amountMinor: string
  settledMinor: string
  returnedMinor: string
  failedMinor: string
  otherMinor: string
}
export type Moved = {
  company: string
  currency: string
  paidMinor: string | null
  returnedMinor: string | null
  feesMinor: string | null
  movedMinor: string
}
export type Posting = {
  company: string
  day: string
  kind: Kind
  corridor: string
  currency: string
  movements: number
  amountMinor: string
}
export type MonthFigures = { figures: Figure[]; controlTotals: ControlTotal[]; moved: Moved[]; postings: Posting[] }

/** The marts that a pack rests on, and its own questions: what they say is the meaning of its numbers. */
const MARTS = [
  ...['typed_events', 'journal', 'newest_events', 'payout_v1', 'payout_facts', 'payout_charges', 'companies', 'fees_by_corridor'],
  'control_totals',
]
const QUESTIONS = ['figures', 'control_totals', 'balances', 'postings', 'not_equal']

const textOf = (name: string): string => sqlText('close', name)

/** SHA-256 of the SQL that the figures of a pack are defined by. */
export const meaningHash = (): string =>
  createHash('sha256')
    .update([...MARTS.map(sqlOf), ...QUESTIONS.map(textOf), MOVEMENTS_SQL].join('\n'))
    .digest('hex')

/** Segments are merged while this reads them: a list of files that was right a moment ago is made again. */
const TRIES = 3

/** Does what reads the landing again where a segment has become part of a larger one meanwhile. @throws what `work` throws. */
export async function whileSegmentsMove<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1)
    try {
      return await work()
    } catch (error) {
      if (attempt === TRIES || error instanceof MartsRefused || !/No files found|Cannot open file|ENOENT/.test(String(error))) throw error
    }
}

/**
 * Builds the marts of the events 1 to `position` aside, asks them, and removes them.
 * @throws MartsRefused when events are missing, altered or could not be read.
 */
export async function withMartsAt<T>(
  dir: string,
  { era, position }: { era: number; position: bigint },
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const folder = aside(join(dir, 'closes', 'marts'))
  return whileSegmentsMove(async () => {
    await mkdir(folder, { recursive: true })
    try {
      const store = await openToWrite(join(folder, 'marts.duckdb'), join(folder, 'spill'))
      try {
        await store.connection.run('SET preserve_insertion_order = false')
        await makeMartsAt(store.connection, dir, era, position)
        return await work(store.connection)
      } finally {
        store.close()
      }
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
}

/** Makes the table of the month's movements, and asks it. @throws MartsRefused where it is not what fees by corridor says. */
export async function figuresOf(connection: Connection, month: string): Promise<MonthFigures> {
  await makeMovements(connection, month)
  const [unequal] = await rowsOf<{ what: string }>(connection, textOf('not_equal'))
  if (unequal) throw new MartsRefused(`the movements of ${month} do not add up to the fees by corridor: ${unequal.what}`)
  const ask = async <Row extends object>(name: string, counts: readonly (keyof Row)[]): Promise<Row[]> => {
    const rows = await rowsOf<Row>(connection, textOf(name))
    return rows.map((row) => ({ ...row, ...Object.fromEntries(counts.map((key) => [key, row[key] === null ? null : Number(row[key])])) }))
  }
  return {
    figures: await ask<Figure>('figures', ['movements']),
    controlTotals: await ask<ControlTotal>('control_totals', ['controlPayouts', 'payouts']),
    moved: await ask<Moved>('balances', []),
    postings: await ask<Posting>('postings', ['movements']),
  }
}

/** A hash over which events there are and what they say. */
export async function eventsHash(connection: Connection): Promise<string> {
  const whole = createHash('sha256')
  await hashByPosition(connection, 'journal', "position || ':' || to_base64(content)", whole)
  return whole.digest('hex')
}
