/** Whether the processes of this machine can be asked how they do: each port is free, or its own process answers there. */
import { connect } from 'node:net'
import { type Checked, one } from '@/operations/check-postgres'
import { type Address, METRICS_VARIABLES, metricsAddress, SERVED, urlOf } from '@/operations/metrics/address'
import { readConfig } from '@/platform/config'

const LIMIT_MS = 2_000
const LOOPBACK = ['127.0.0.1', '::1', 'localhost']

/** One finding, or one for each port that somebody else has. */
export async function checkMetricsPorts(): Promise<Checked[]> {
  const config = readConfig(...METRICS_VARIABLES)
  if (config.METRICS_PORT === undefined) {
    const mend = 'Set METRICS_PORT, so that somebody is called when a process does not get on.'
    return [{ what: 'Metrics', state: 'look', found: 'METRICS_PORT is not set', mend }]
  }
  const addresses = SERVED.flatMap((process) => metricsAddress(process, config) ?? [])
  const foreign = await Promise.all(addresses.map(isForeign))
  const taken = addresses
    .filter((_, n) => foreign[n])
    .map(({ port }) =>
      one(`Metrics: port ${port}`, false, 'another program listens there', 'End it, or set METRICS_PORT to seven ports that are free.'),
    )
  if (taken.length > 0) return taken
  const found = `${config.METRICS_HOST}, ports ${config.METRICS_PORT} to ${config.METRICS_PORT + SERVED.length - 1}`
  if (LOOPBACK.includes(config.METRICS_HOST)) return [one('Metrics', true, found, '')]
  return [{ what: 'Metrics', state: 'look', found, mend: 'Whoever reaches that address reads them: let a firewall keep the public out.' }]
}

/** Something listens, and answers not as our processes do. */
async function isForeign(address: Address): Promise<boolean> {
  const url = urlOf(address)
  const answer = await fetch(`${url}/health/live`, { signal: AbortSignal.timeout(LIMIT_MS) }).then(
    (said) => said.text(),
    () => null,
  )
  if (answer !== null) return !answer.includes('"live"')
  return listens(address)
}

function listens({ host, port }: Address): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: host === '0.0.0.0' ? '127.0.0.1' : host, port, timeout: LIMIT_MS })
    const end = (isThere: boolean) => {
      socket.destroy()
      resolve(isThere)
    }
    socket
      .on('connect', () => end(true))
      .on('timeout', () => end(true))
      .on('error', () => end(false))
  })
}
