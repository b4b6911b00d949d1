/**
 * Traces: what was done for one click, process by process. Off unless OTEL_EXPORTER_OTLP_ENDPOINT names a receiver; then nothing of OpenTelemetry is even
 * loaded, and everything here only calls the work it is given.
 */
import { readConfig } from './config'
import type { SpanAttributes, SpanIs, Traced, Tracing } from './span'

/** Shared, because Next may load this module more than once in a process. */
const shared = globalThis as { payledgerTracing?: Tracing | undefined }

const NAMED = ['OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_EXPORTER_OTLP_HEADERS', 'OTEL_TRACES_SAMPLER_ARG'] as const

/**
 * Begins to send traces, where a receiver is named.
 * @returns what sends the rest, for the end of the process. @throws Error when a variable is malformed.
 */
export async function startTracing(traced: Traced): Promise<() => Promise<void>> {
  const config = readConfig(...NAMED)
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_HEADERS: headers, OTEL_TRACES_SAMPLER_ARG: ratio } = config
  if (endpoint === undefined || shared.payledgerTracing) return async () => {}
  try {
    const { openTracing } = await import('./trace-export')
    const tracing = await openTracing({ ...traced, endpoint, headers, ratio })
    shared.payledgerTracing = tracing
    return async () => {
      shared.payledgerTracing = undefined
      await tracing.stop()
    }
  } catch (error) {
    // Nobody goes unpaid for want of a trace.
    traced.log.error({ err: error }, 'no traces are sent: OpenTelemetry could not be loaded')
    return async () => {}
  }
}

/** What there is while traces are sent; null while they are not. */
export const tracingNow = (): Tracing | null => shared.payledgerTracing ?? null

/** Does `work` within a span, where traces are sent. */
export function inSpan<T>(is: SpanIs, work: () => Promise<T>, ended: (value: T) => SpanAttributes = () => ({})): Promise<T> {
  const tracing = shared.payledgerTracing
  return tracing ? tracing.inSpan(is, null, work, ended) : work()
}

/** Stands in each line of the log that is written for a trace. */
export function traceFields(): { trace_id?: string } {
  const context = shared.payledgerTracing?.current()
  return context ? { trace_id: context.traceId } : {}
}
