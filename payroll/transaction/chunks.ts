/** Large files a piece at a time: between two statements the process's other work has its turn, and no parameter grows to 60 MB. */

import { setImmediate as turn } from 'node:timers/promises'
import { Prisma, type Transaction } from '@/prisma/connect'

/** At 100,000 claims in one statement the event loop stood still for 10 s, and the process took 1.4 GB. */
export const ROWS_MAX = 2_000

/** The items in their order, at most `ROWS_MAX` at a time. */
export function* inChunks<T>(items: Iterable<T>): Generator<T[]> {
  let chunk: T[] = []
  for (const item of items) {
    chunk.push(item)
    if (chunk.length < ROWS_MAX) continue
    yield chunk
    chunk = []
  }
  if (chunk.length > 0) yield chunk
}

let cursors = 0

/** The rows of a query that only reads, at most `ROWS_MAX` at a time: 10,000 at once kept the process for 0.4 s. Within a transaction. */
export async function* piecesOf<Row>(tx: Transaction, query: Prisma.Sql): AsyncGenerator<Row[]> {
  const name = `pieces_${++cursors}`
  // All of them are read, so the first need not come soon.
  await tx.$queryRaw`SELECT set_config('cursor_tuple_fraction', '1', true)`
  await tx.$executeRaw`DECLARE ${Prisma.raw(name)} NO SCROLL CURSOR FOR ${query}`
  for (let read = ROWS_MAX; read === ROWS_MAX; ) {
    const rows = await tx.$queryRawUnsafe<Row[]>(`FETCH ${ROWS_MAX} FROM ${name}`)
    read = rows.length
    if (read > 0) yield rows
    await turn()
  }
  await tx.$executeRawUnsafe(`CLOSE ${name}`)
}

/** All of them. */
export async function rowsOf<Row>(tx: Transaction, query: Prisma.Sql): Promise<Row[]> {
  const all: Row[] = []
  for await (const rows of piecesOf<Row>(tx, query)) for (const row of rows) all.push(row)
  return all
}
