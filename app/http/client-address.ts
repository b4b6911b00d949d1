/** From which address a request came: the connection's, unless a proxy is configured. What clients write themselves is never believed. */
import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage } from 'node:http'

/** Set on every request by `tellClientAddress`, over whatever was sent. */
const OURS = 'x-client-address'
const FORWARDED = 'x-forwarded-for'

/** Null where the server does not tell it. */
export const clientAddress = (headers: Headers): string | null => headers.get(OURS)

/**
 * Makes this process's HTTP server write the address into each request before anything reads it: a route handler sees headers only, and Next takes
 * over X-Forwarded-For as a client has sent it.
 * @param proxyHeader the header of a proxy in front; of several addresses in it the last was written by that proxy.
 */
export function tellClientAddress(proxyHeader: string | undefined): void {
  subscribe('http.server.request.start', (message) => {
    const { headers, socket } = (message as { request: IncomingMessage }).request
    const address = addressOf({ headers, remoteAddress: socket.remoteAddress }, proxyHeader)
    delete headers[OURS]
    delete headers[FORWARDED]
    if (address) Object.assign(headers, { [OURS]: address, [FORWARDED]: address })
  })
}

type Told = { headers: IncomingMessage['headers']; remoteAddress: string | undefined }

export function addressOf({ headers, remoteAddress }: Told, proxyHeader: string | undefined): string | null {
  const told = proxyHeader ? headers[proxyHeader.toLowerCase()] : undefined
  const last = (Array.isArray(told) ? told.join(',') : told)?.split(',').at(-1)?.trim()
  return last || remoteAddress || null
}
