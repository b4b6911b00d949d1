/** Which event of the landing is not what the contract says, for a build that could not read one: the landing takes none, so a segment was damaged. */
import { readEvent } from '@/events/read-event'
import { type Connection, rowsOf } from './duckdb'

type Landed = { position: string; kind: string; id: string; event: string }

const EVENTS_AT_ONCE = 2_000

/** The first of the newest events that cannot be read, named with its reason; null when all can. It reads every one of them. */
export async function unreadableAmong(connection: Connection): Promise<string | null> {
  for (let after = '0'; ; ) {
    const events = await rowsOf<Landed>(
      connection,
      `SELECT newest.position::VARCHAR AS position, newest.kind AS kind, newest.aggregate_id AS id, landed.event AS event
       FROM newest JOIN landed USING (position) WHERE position > $after::BIGINT ORDER BY position LIMIT ${EVENTS_AT_ONCE}`,
      { after },
    )
    for (const { position, kind, id, event } of events) {
      const read = readEvent(event)
      if (read.kind === 'unreadable') return `the event at position ${position} (${kind} ${id}) cannot be read: ${read.reason}`
    }
    const last = events.at(-1)
    if (!last) return null
    after = last.position
  }
}
