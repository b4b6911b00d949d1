/** What was done with events, told to the traces of the commands that made them: per command among them, never per event. */
import { timeIn, traceparentIn } from '@/events/traceparent'
import type { SpanIs, Tracing } from '@/platform/span'
import { readTraceparent, type TraceContext } from '@/platform/trace-context'
import { tracingNow } from '@/platform/tracing'

/** A span that was told of, and how many events it stands for. */
export type Told = { context: TraceContext; events: number }

/** So many commands among events that are handled together have a span each; those beyond are links of the first. */
const SPANS_MAX = 32
const LINKS_MAX = 128
/** Older events are read or sent again: their commands' traces are over. */
const OLD_MS = 3_600_000

const nothing = (): Told[] => []

/**
 * Notes that something begins to be done with events.
 * @returns what is called when it is done; it may be left uncalled when it is not.
 */
export function beginWithEvents<T>(is: SpanIs, items: readonly T[], eventOf: (item: T) => string | Uint8Array | null): () => Told[] {
  const tracing = tracingNow()
  if (!tracing) return nothing
  const from = tracing.clock()
  const commands = commandsOf(items.map(eventOf), from)
  return commands.length === 0 ? nothing : () => tell(tracing, is, commands, from)
}

type Command = Told

function commandsOf(events: readonly (string | Uint8Array | null)[], now: Date): Command[] {
  const found = new Map<string, Command | null>()
  for (const event of events) {
    const traceparent = traceparentIn(event)
    if (event === null || traceparent === null) continue
    const before = found.get(traceparent)
    if (before) before.events += 1
    else if (before === undefined) found.set(traceparent, isOld(event, now) ? null : commandOf(traceparent))
  }
  return [...found.values()].filter((command) => command !== null)
}

function commandOf(traceparent: string): Command | null {
  const context = readTraceparent(traceparent)
  return context?.isSampled ? { context, events: 1 } : null
}

const isOld = (event: string | Uint8Array, now: Date): boolean => now.getTime() - (timeIn(event)?.getTime() ?? 0) > OLD_MS

function tell(tracing: Tracing, is: SpanIs, commands: readonly Command[], from: Date): Told[] {
  const times = { from, to: tracing.clock() }
  const links = commands.slice(SPANS_MAX, SPANS_MAX + LINKS_MAX).map(({ context }) => context)
  return commands.slice(0, SPANS_MAX).map(({ context, events }, index) => {
    const attributes = { ...is.attributes, 'messaging.batch.message_count': events }
    return { context: tracing.tell({ ...is, attributes }, context, times, index === 0 ? links : []), events }
  })
}
