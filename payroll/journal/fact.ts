import type { Actor } from '@/events/envelope'
import { openEvent } from '@/events/traceparent'
import { writeTraceparent } from '@/platform/trace-context'
import { tracingNow } from '@/platform/tracing'

/** Who did it, why, when, and in which request: what every journal row carries beside its event. */
export type Fact = { actor: Actor; reason: string | null; requestId: string; occurredAt: Date }

/** How the text of each event begins that is written now: with its trace, where it is of one that is recorded. */
export function eventOpening(): string {
  const context = tracingNow()?.current()
  return openEvent(context?.isSampled ? writeTraceparent(context) : null)
}
