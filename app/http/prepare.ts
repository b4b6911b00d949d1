import packageJson from '@/package.json' with { type: 'json' }
import type { Clock } from '@/platform/clock'
import { readConfig } from '@/platform/config'
import { startTracing } from '@/platform/tracing'
import { tellClientAddress } from './client-address'
import { firstLinkWords } from './first-link'
import { countInHand } from './in-hand'
import { appLog } from './log'
import { serveAppMetrics } from './metrics'
import { checkConfiguration, server } from './server'

/** What must be right before the app takes requests. @throws Error that lists everything that is missing or malformed. */
export async function prepareApp(clock: Clock): Promise<void> {
  checkConfiguration()
  await startTracing({ process: 'app', version: packageJson.version, log: appLog(), clock })
  countInHand()
  serveAppMetrics(packageJson.version)
  tellClientAddress(readConfig('CLIENT_ADDRESS_HEADER').CLIENT_ADDRESS_HEADER)
  // A ledger that does not answer yet keeps nobody from starting; whoever starts it again later is told then.
  firstLinkWords(server(), clock()).then(
    (words) => words && process.stdout.write(`${words}\n`),
    (error: unknown) => appLog().warn({ err: error }, 'whether anyone can sign in is not known'),
  )
}
