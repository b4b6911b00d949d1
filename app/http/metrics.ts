/** The app's own port for metrics and health: people and load balancers have another, and read nothing of it. */
import { subscribe } from 'node:diagnostics_channel'
import type { ServerResponse } from 'node:http'
import { METRICS_VARIABLES, metricsAddress } from '@/operations/metrics/address'
import { serveMetrics } from '@/operations/metrics/serve'
import { readConfig } from '@/platform/config'
import { requestsInHand } from './in-hand'
import { ledgerAnswers } from './ledger-answers'
import { appLog } from './log'

const shared = globalThis as { payledgerMetrics?: true }

/** Serves from now on, where METRICS_PORT is set; a second call, as after a reload of `npm run dev`, does nothing. */
export function serveAppMetrics(version: string): void {
  const address = metricsAddress('app', readConfig(...METRICS_VARIABLES))
  if (address === null || shared.payledgerMetrics) return
  shared.payledgerMetrics = true
  const answers = new Map<string, number>()
  let failures = 0
  subscribe('http.server.response.finish', (message) => {
    const { response } = message as { response: ServerResponse }
    if (response.req.socket.localPort === address.port) return
    const group = `${String(response.statusCode).charAt(0)}xx`
    answers.set(group, (answers.get(group) ?? 0) + 1)
    if (response.statusCode >= 500) failures += 1
  })
  serveMetrics({
    ...{ process: 'app', version, address, log: appLog() },
    read: () => ({
      payledger_http_requests_in_hand: requestsInHand(),
      payledger_http_responses_total: [...answers].map(([group, value]) => ({ labels: { status_class: group }, value })),
    }),
    problems: async () => ((await ledgerAnswers()) ? [] : ['The ledger does not answer.']),
    failures: () => failures,
    onError: () => undefined,
  })
}
