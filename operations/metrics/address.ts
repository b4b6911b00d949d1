/** Where each process is asked how it does: ports in a row, so that all processes of a machine share one setting. */

/** In the order of their ports. */
export const SERVED = ['app', 'outbox-relay', 'search-projector', 'finance-loader', 'bank-gateway', 'jobs', 'reconciler'] as const
export type ServedProcess = (typeof SERVED)[number]

/** What a process names when it reads its configuration. */
export const METRICS_VARIABLES = ['METRICS_PORT', 'METRICS_HOST'] as const

export type Address = { host: string; port: number }

/** Where `process` answers; null where METRICS_PORT is not set: then it answers nowhere. */
export function metricsAddress(
  process: ServedProcess,
  config: { METRICS_PORT?: number | undefined; METRICS_HOST: string },
): Address | null {
  if (config.METRICS_PORT === undefined) return null
  return { host: config.METRICS_HOST, port: config.METRICS_PORT + SERVED.indexOf(process) }
}

/** The address that somebody on the same machine asks: one that listens everywhere answers on loopback too. */
export function urlOf({ host, port }: Address): string {
  const asked = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host
  return `http://${asked.includes(':') ? `[${asked}]` : asked}:${port}`
}
