/** W3C Trace Context: which span of which trace something is done for, as the header `traceparent` says it. */

export type TraceContext = {
  /** 32 hexadecimal digits. */
  readonly traceId: string
  /** 16 hexadecimal digits. */
  readonly spanId: string
  /** Whether the trace is recorded. */
  readonly isSampled: boolean
}

const FORM = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/
const ALL_ZERO = /^0+$/
const NO_VERSION = 'ff'
/** The only one there is today. Of a later one the first four fields mean the same, and more may follow. */
const VERSION = '00'
const SAMPLED = 1

/** Reads a header strictly; null where it is missing, sent twice, or malformed: then a trace of its own begins. */
export function readTraceparent(text: string | null | undefined): TraceContext | null {
  const [, version, traceId = '', spanId = '', flags = '', more] = FORM.exec(text ?? '') ?? []
  if (version === undefined || version === NO_VERSION || (version === VERSION && more !== undefined)) return null
  if (ALL_ZERO.test(traceId) || ALL_ZERO.test(spanId)) return null
  return { traceId, spanId, isSampled: (Number.parseInt(flags, 16) & SAMPLED) === SAMPLED }
}

/** The same as a header. */
export const writeTraceparent = ({ traceId, spanId, isSampled }: TraceContext): string =>
  `${VERSION}-${traceId}-${spanId}-0${isSampled ? SAMPLED : 0}`
