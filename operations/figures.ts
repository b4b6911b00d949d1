/** The figures that the operations desk keeps through a day. All of them are read from Postgres, so they are kept while Kafka and the copies are away. */
import type { Ledger } from '@/prisma/connect'
import { FIGURES, type Figure } from './figure-names'
import { pipelineStatus } from './status'

const DAY_MS = 86_400_000
const HOUR_MINUTES = 60
/** A line of a day has a point for each quarter of an hour. */
const DAY_POINTS = 96
/** A little more than a day, so that no line has a hole at its beginning. */
const KEPT_MS = DAY_MS + 900_000

/** The points of a line, oldest first; null where nobody looked. */
type Line = (number | null)[]
export type FigureHistory = { figure: Figure; newest: number; lastHour: Line; lastDay: Line }

/** Looks at all of them once. What is not known, because a worker never said it, is left out. @throws when Postgres does not answer. */
export async function recordFigures(db: Ledger, now: Date): Promise<void> {
  const seen = Object.entries(await readNow(db)).filter((each): each is [Figure, number] => each[1] !== null)
  const [names, values] = [seen.map(([name]) => name as string), seen.map(([, value]) => value)]
  await db.$executeRaw`
    INSERT INTO figure_minute (figure, minute, highest, newest)
    SELECT figure, date_trunc('minute', ${now}::timestamptz), value, value FROM unnest(${names}::text[], ${values}::float8[]) AS seen (figure, value)
    ON CONFLICT (figure, minute) DO UPDATE SET highest = greatest(figure_minute.highest, excluded.highest), newest = excluded.newest`
}

/** Every figure that was seen within the last day. @throws when Postgres does not answer. */
export async function readFigures(db: Ledger, now: Date): Promise<FigureHistory[]> {
  const since = new Date(now.getTime() - DAY_MS)
  const rows = await db.$queryRaw<{ figure: string; minutesAgo: number; highest: number; newest: number }[]>`
    SELECT figure, floor(extract(epoch FROM ${now}::timestamptz - minute) / 60)::int AS "minutesAgo", highest, newest
    FROM figure_minute WHERE minute > ${since} AND minute <= ${now} ORDER BY minute`
  return (Object.keys(FIGURES) as Figure[]).flatMap((figure) => {
    const mine = rows.filter((row) => row.figure === figure)
    const last = mine.at(-1)
    if (!last) return []
    return [
      {
        figure,
        newest: last.newest,
        lastHour: lineOf(mine, HOUR_MINUTES, 1),
        lastDay: lineOf(mine, DAY_POINTS, DAY_MS / 60_000 / DAY_POINTS),
      },
    ]
  })
}

/** Takes away what is older than a day; how many rows. */
export const forgetOldFigures = (db: Ledger, now: Date): Promise<number> =>
  db.$executeRaw`DELETE FROM figure_minute WHERE minute < ${new Date(now.getTime() - KEPT_MS)}`

/** The highest of each `minutes`, `points` of them up to now. */
function lineOf(rows: readonly { minutesAgo: number; highest: number }[], points: number, minutes: number): Line {
  const line: Line = Array.from({ length: points }, () => null)
  for (const { minutesAgo, highest } of rows) {
    const at = points - 1 - Math.floor(minutesAgo / minutes)
    if (at >= 0) line[at] = Math.max(line[at] ?? 0, highest)
  }
  return line
}

async function readNow(db: Ledger): Promise<Record<Figure, number | null>> {
  const [{ journal, workers, failedJobs, strandedRuns, skew }, copies] = await Promise.all([
    pipelineStatus(db),
    db.$queryRaw<{ process: string; behindMs: number | null; deadLetters: number | null }[]>`
      SELECT process, greatest(0, extract(epoch FROM clock_timestamp() - covered_until) * 1000)::float AS "behindMs", (detail ->> 'deadLetters')::float AS "deadLetters"
      FROM (VALUES ('search', 'search-projector'), ('finance', 'finance-loader')) AS fed (copy, process)
        JOIN heartbeat USING (process) LEFT JOIN covered_copy USING (copy)`,
  ])
  const worker = (process: string) => workers.find((each) => each.process === process)
  const copy = (process: string) => copies.find((each) => each.process === process)
  const behind = (process: string) => {
    const lag = worker(process)?.lag
    return lag ? Object.values(lag).reduce((sum, events) => sum + events, 0) : null
  }
  const skewOf = (name: string) => skew.find((each) => each.copy === name)
  const relay = worker('outbox-relay')
  return {
    'outbox-age': journal.oldestWaitingMs ?? 0,
    'outbox-waiting': journal.waiting,
    'changes-per-second': journal.changesPerSecond,
    'relay-per-second': relay?.state === 'alive' ? relay.rate : 0,
    'search-behind': copy('search-projector')?.behindMs ?? null,
    'search-events-behind': behind('search-projector'),
    'search-older-payouts': skewOf('search')?.older ?? null,
    'search-older-definition': skewOf('search')?.olderDefinition ?? null,
    'search-dead-letters': copy('search-projector')?.deadLetters ?? null,
    'finance-behind': copy('finance-loader')?.behindMs ?? null,
    'finance-events-behind': behind('finance-loader'),
    'finance-older-payouts': skewOf('finance')?.older ?? null,
    'finance-older-definition': skewOf('finance')?.olderDefinition ?? null,
    'finance-dead-letters': copy('finance-loader')?.deadLetters ?? null,
    'failed-jobs': failedJobs.reduce((sum, { jobs }) => sum + jobs, 0),
    'stranded-runs': strandedRuns.length,
  }
}
