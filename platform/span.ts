/** What traces are made of, whoever sends them. */
import type { Logger } from 'pino'
import type { Clock } from './clock'
import type { TraceContext } from './trace-context'

/** Everything a span may say: of parts of the product alone. A payout, a person or an account has no name here. */
export type SpanAttributes = {
  'error.type'?: string
  'http.request.method'?: string
  'http.response.status_code'?: number
  'http.route'?: string
  'messaging.batch.message_count'?: number
  'messaging.destination.name'?: string
  'messaging.destination.partition.id'?: string
  'messaging.operation.name'?: string
  'messaging.operation.type'?: 'send' | 'process'
  'messaging.system'?: 'kafka'
  'payledger.outcome'?: string
}

/** `name` is one of few: never made of what somebody typed. */
export type SpanIs = { name: string; kind: 'server' | 'internal' | 'producer' | 'consumer'; attributes?: SpanAttributes }

export type Times = { from: Date; to: Date }

/** What there is while traces are sent. */
export type Tracing = {
  clock: Clock
  /** Does `work` within a span: of what goes on already, else below `parent`, else of a trace of its own. `ended` says what came of it. */
  inSpan<T>(is: SpanIs, parent: TraceContext | null, work: () => Promise<T>, ended: (value: T) => SpanAttributes): Promise<T>
  /** The span that goes on where this is asked. */
  current(): TraceContext | null
  /** Tells of a span that is over, below one that was recorded. @returns the span, for what follows it. */
  tell(is: SpanIs, parent: TraceContext, times: Times, links: readonly TraceContext[]): TraceContext
  stop(): Promise<void>
}

/** What a process says of itself. */
export type Traced = { process: string; version: string; log: Logger; clock: Clock }
