/**
 * Traces by OpenTelemetry's own SDK, sent as OTLP over HTTP. Only `tracing.ts` asks for it, and only where a receiver is named. The SDK is registered nowhere:
 * libraries that would trace by themselves (Next, Elasticsearch's client) write addresses with the ids in them.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { Span } from '@opentelemetry/api'
import type { SpanExporter } from '@opentelemetry/sdk-trace'
import type { Logger } from 'pino'
import type { SpanAttributes, SpanIs, Traced, Tracing } from './span'
import type { TraceContext } from './trace-context'
import { within } from './within'

type Options = Traced & { endpoint: string; headers: Record<string, string> | undefined; ratio: number }

/** What waits beyond this is dropped, so that a receiver that is away costs a few MB at most. */
const WAITING_MAX = 2_048
const SEND_EVERY_MS = 1_000
const SEND_LIMIT_MS = 5_000
/** How long the end of a process waits for the receiver. */
const END_LIMIT_MS = 1_000
const COMPLAIN_EVERY_MS = 60_000

/** @throws Error when a package is missing. */
export async function openTracing({ process, version, log, clock, endpoint, headers, ratio }: Options): Promise<Tracing> {
  // Here, and not above: a bundle would load what stands above for everybody.
  const [api, sdk, { resourceFromAttributes }, { OTLPTraceExporter }] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/sdk-trace'),
    import('@opentelemetry/resources'),
    import('@opentelemetry/exporter-trace-otlp-http'),
  ])
  const exporter = new OTLPTraceExporter({ url: `${endpoint}/v1/traces`, timeoutMillis: SEND_LIMIT_MS, ...(headers && { headers }) })
  const byRatio = new sdk.TraceIdRatioBasedSampler(ratio)
  const provider = new sdk.TracerProvider({
    resource: resourceFromAttributes({
      'service.namespace': 'payledger',
      'service.name': process,
      'service.version': version,
    }),
    // Whoever asks does not decide whether it is recorded; whoever hands an event on goes by what was decided where it was made.
    sampler: new sdk.ParentBasedSampler({ root: byRatio, remoteParentSampled: byRatio, remoteParentNotSampled: byRatio }),
    spanProcessors: [
      new sdk.BatchSpanProcessor({
        exporter: complaining(exporter, log),
        maxQueueSize: WAITING_MAX,
        scheduledDelayMillis: SEND_EVERY_MS,
        exportTimeoutMillis: SEND_LIMIT_MS,
      }),
    ],
  })
  const tracer = provider.getTracer('payledger', version)
  const active = new AsyncLocalStorage<TraceContext>()
  const kinds = {
    server: api.SpanKind.SERVER,
    internal: api.SpanKind.INTERNAL,
    producer: api.SpanKind.PRODUCER,
    consumer: api.SpanKind.CONSUMER,
  }
  const below = ({ traceId, spanId, isSampled }: TraceContext, isRemote: boolean) =>
    api.trace.setSpanContext(api.ROOT_CONTEXT, {
      ...{ traceId, spanId, isRemote },
      traceFlags: isSampled ? api.TraceFlags.SAMPLED : api.TraceFlags.NONE,
    })
  const optionsOf = ({ kind, attributes = {} }: SpanIs) => ({ kind: kinds[kind], attributes })
  const finish = (span: Span, said: SpanAttributes): void => {
    span.setAttributes(said)
    if (said['error.type'] !== undefined) span.setStatus({ code: api.SpanStatusCode.ERROR })
    span.end()
  }
  return {
    clock,
    current: () => active.getStore() ?? null,
    async inSpan(is, parent, work, ended) {
      const around = active.getStore()
      const context = around ? below(around, false) : parent ? below(parent, true) : api.ROOT_CONTEXT
      const span = tracer.startSpan(is.name, optionsOf(is), context)
      try {
        const value = await active.run(contextOf(span), work)
        finish(span, ended(value))
        return value
      } catch (error) {
        // The class alone: what an error says may quote anything.
        finish(span, { 'error.type': error instanceof Error ? error.constructor.name : typeof error })
        throw error
      }
    },
    tell(is, parent, { from, to }, links) {
      const linked = links.map((link) => ({ context: { ...link, traceFlags: api.TraceFlags.SAMPLED } }))
      const span = tracer.startSpan(is.name, { ...optionsOf(is), startTime: from, links: linked }, below(parent, false))
      span.end(to)
      return contextOf(span)
    },
    stop: () => within(END_LIMIT_MS, provider.shutdown(), undefined),
  }
}

function contextOf(span: Span): TraceContext {
  const { traceId, spanId, traceFlags } = span.spanContext()
  return { traceId, spanId, isSampled: (traceFlags & 1) === 1 }
}

/** The exporter, which says in the log that nothing arrives: once a minute, however often it fails. */
function complaining(exporter: SpanExporter, log: Logger): SpanExporter {
  let saidAtMs = Number.NEGATIVE_INFINITY
  let lost = 0
  return {
    export: (spans, done) =>
      exporter.export(spans, (result) => {
        if (result.code !== 0) {
          lost += spans.length
          if (performance.now() - saidAtMs >= COMPLAIN_EVERY_MS) {
            saidAtMs = performance.now()
            log.warn({ lost, reason: result.error?.message }, 'traces do not arrive; they are dropped, and nothing waits for them')
          }
        }
        done(result)
      }),
    forceFlush: async () => exporter.forceFlush?.(),
    shutdown: () => exporter.shutdown(),
  }
}
