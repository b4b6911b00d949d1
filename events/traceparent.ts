/**
 * Which trace an event came from: CloudEvents' distributed tracing extension, the attribute `traceparent`. Only events of traced commands have it, and ours
 * have it at one place, so that whoever hands events on finds it without reading them.
 */

const BEGINS = '{"specversion":"1.0",'
const TRACED = `${BEGINS}"traceparent":"`
const TRACED_BYTES = new TextEncoder().encode(TRACED)
/** Of version 00, the only one that is written. */
const LENGTH = 55
const SHAPE = /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/

/** The first attributes of an event's text; what follows is the others, without their opening brace. */
export const openEvent = (traceparent: string | null): string => (traceparent === null ? BEGINS : `${TRACED}${traceparent}",`)

/** The trace parent of an event's text or bytes; null where it has none, or something that is none. */
export function traceparentIn(event: string | Uint8Array | null): string | null {
  const found = typeof event === 'string' ? afterText(event) : event && afterBytes(event)
  return found && SHAPE.test(found) ? found : null
}

const afterText = (event: string): string | null => (event.startsWith(TRACED) ? event.slice(TRACED.length, TRACED.length + LENGTH) : null)

function afterBytes(event: Uint8Array): string | null {
  if (event.length < TRACED.length + LENGTH) return null
  for (let at = TRACED.length - 1; at >= 0; at -= 1) if (event[at] !== TRACED_BYTES[at]) return null
  return Buffer.from(event.buffer, event.byteOffset + TRACED.length, LENGTH).toString('latin1')
}

/** How much of an event's text its attributes before `data` take at most. */
const ATTRIBUTES = 700

/** When the event happened, of one whose trace was found; null where that is not said before its data. */
export function timeIn(event: string | Uint8Array): Date | null {
  const text = typeof event === 'string' ? event.slice(0, ATTRIBUTES) : new TextDecoder().decode(event.subarray(0, ATTRIBUTES))
  const said = /"time" ?: ?"([^"]{20,30})"/.exec(text)?.[1]
  const time = said === undefined ? null : new Date(said)
  return time && !Number.isNaN(time.getTime()) ? time : null
}
