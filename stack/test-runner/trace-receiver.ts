/** A receiver of traces for tests: takes OTLP over HTTP as a collector does, or fails as one can. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export type ReceivedSpan = {
  process: string
  name: string
  kind: number
  traceId: string
  spanId: string
  /** Empty for the first of a trace. */
  parentId: string
  /** The spans that it is linked to. */
  links: string[]
  attributes: Record<string, unknown>
  isError: boolean
  fromMs: number
  toMs: number
}

export type TraceReceiver = {
  url: string
  spans: ReceivedSpan[]
  /** Everything that was sent, as it came. */
  texts: string[]
  /** The headers of the last request. */
  headers: Record<string, unknown>
  /** `silent` takes requests and never answers. */
  is: { answering: 200 | 500 | 503 | 'silent' }
  close(): Promise<void>
}

type Value = { stringValue?: string; intValue?: number; boolValue?: boolean }
type Attribute = { key: string; value: Value }
type Sent = {
  resourceSpans: { resource: { attributes: Attribute[] }; scopeSpans: { spans: SentSpan[] }[] }[]
}
type SentSpan = {
  traceId: string
  spanId: string
  parentSpanId?: string
  name: string
  kind: number
  startTimeUnixNano: string
  endTimeUnixNano: string
  attributes: Attribute[]
  links?: { spanId: string }[]
  status?: { code: number }
}

export async function traceReceiver(): Promise<TraceReceiver> {
  const receiver: Omit<TraceReceiver, 'url' | 'close'> = { spans: [], texts: [], headers: {}, is: { answering: 200 } }
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const text = Buffer.concat(chunks).toString()
    receiver.texts.push(text)
    receiver.headers = request.headers
    const { answering } = receiver.is
    if (answering === 'silent') return
    if (answering === 200) receiver.spans.push(...read(JSON.parse(text) as Sent))
    response.writeHead(answering, { 'content-type': 'application/json' }).end('{}')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return Object.assign(receiver, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  })
}

const read = ({ resourceSpans }: Sent): ReceivedSpan[] =>
  resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const process = String(valuesOf(resource.attributes)['service.name'])
    return scopeSpans.flatMap(({ spans }) => spans.map((span) => spanOf(span, process)))
  })

const spanOf = (span: SentSpan, process: string): ReceivedSpan => ({
  process,
  name: span.name,
  kind: span.kind,
  traceId: span.traceId,
  spanId: span.spanId,
  parentId: span.parentSpanId ?? '',
  links: (span.links ?? []).map(({ spanId }) => spanId),
  attributes: valuesOf(span.attributes),
  isError: span.status?.code === 2,
  fromMs: Number(BigInt(span.startTimeUnixNano) / 1_000_000n),
  toMs: Number(BigInt(span.endTimeUnixNano) / 1_000_000n),
})

const valuesOf = (attributes: Attribute[]): Record<string, unknown> =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue ?? value.intValue ?? value.boolValue]))
