import { readFileSync } from 'node:fs'
import { Client } from '@elastic/elasticsearch'

export type SearchOptions = { url: string; apiKey?: string | undefined; caFile?: string | undefined; prefix: string }
export type Search = { client: Client; prefix: string }

/** Without retries inside: a ping to a dead port took 8.6 s with them. Callers decide what is worth trying again. */
export function openSearch({ url, apiKey, caFile, prefix }: SearchOptions): Search {
  const client = new Client({
    node: url,
    maxRetries: 0,
    requestTimeout: 30_000,
    ...(apiKey && { auth: { apiKey } }),
    ...(caFile && { tls: { ca: readFileSync(caFile, 'utf8') } }),
  })
  return { client, prefix }
}

/** The HTTP status of a failed request; null when no answer came at all. */
export function statusOf(error: unknown): number | null {
  const status = (error as { meta?: { statusCode?: unknown } }).meta?.statusCode
  return typeof status === 'number' ? status : null
}
