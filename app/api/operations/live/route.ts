import { operations } from '@/app/http/answers/operations'
import { route } from '@/app/http/handle'
import { createFeed, type Feed } from '@/app/http/live/feed'
import { openStream, STREAMS_MAX, streamsOf } from '@/app/http/live/stream'
import { problem } from '@/app/http/problem'
import { admit } from '@/app/http/read-request'
import { server } from '@/app/http/server'
import { readOperations } from '@/desks/operations/read-operations'

const EVERY_MS = 2_000

const shared = globalThis as { payledgerOperations?: Feed }

/** All who follow the page at this process share it. */
function feed(): Feed {
  shared.payledgerOperations ??= createFeed(
    async () => {
      const read = await readOperations(server(), new Date())
      return { id: read.at, text: JSON.stringify(read) }
    },
    EVERY_MS,
    (error) => server().log.warn({ err: error }, 'the pipeline could not be read'),
  )
  return shared.payledgerOperations
}

/** The pipeline from now on, every two seconds, for as long as the browser listens and the person may. At most five at a time for each person. */
export const GET = route(
  { permission: 'operations:read', response: 'text/event-stream', events: { figures: operations } },
  async ({ request, session, traceId }) => {
    if (streamsOf(session.userId) >= STREAMS_MAX) {
      const detail = `You follow this in ${STREAMS_MAX} places already. Close one of them.`
      return problem({ status: 429, code: 'too-many-requests', title: 'Too many requests', detail }, traceId, { 'retry-after': '10' })
    }
    const refusedWith = async () => {
      const now = await admit(request, 'operations:read', server(), { traceId, now: new Date() })
      return now instanceof Response ? now.status : 0
    }
    const { userId } = session
    return openStream({ feed: feed(), userId, signal: request.signal, lastId: request.headers.get('last-event-id'), refusedWith })
  },
)
