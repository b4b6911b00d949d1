/**
 * Asks a process of this machine whether it is ready, for units and containers: `node build/ready.js outbox-relay`, with `--wait 60` for so many seconds.
 * Ends with 0 when it is, or when METRICS_PORT is not set and nobody can be asked; else says why not and ends with 1.
 */
import { readConfig } from '@/platform/config'
import { pause } from '@/platform/retry'
import { METRICS_VARIABLES, metricsAddress, SERVED, urlOf } from './address'

const EVERY_MS = 500
const LIMIT_MS = 6_000

const [name, , seconds = '0'] = process.argv.slice(2)
process.exitCode = await askReady()

async function askReady(): Promise<number> {
  const served = SERVED.find((each) => each === name)
  if (!served) return say(`Which process? One of ${SERVED.join(', ')}.`, 1)
  const address = metricsAddress(served, readConfig(...METRICS_VARIABLES))
  if (address === null) return say('METRICS_PORT is not set, so nobody can be asked.', 0)
  for (const deadline = performance.now() + (Number(seconds) || 0) * 1_000; ; await pause(EVERY_MS)) {
    const problems = await problemsAt(urlOf(address))
    if (problems.length === 0) return 0
    if (performance.now() >= deadline) return say(`${served} is not ready: ${problems.join(' ')}`, 1)
  }
}

async function problemsAt(url: string): Promise<readonly string[]> {
  try {
    const answer = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(LIMIT_MS) })
    const { problems } = (await answer.json()) as { problems?: readonly string[] }
    return answer.ok ? [] : (problems ?? [`It answered ${answer.status}.`])
  } catch {
    return ['It does not answer.']
  }
}

function say(line: string, code: number): number {
  process.stderr.write(`${line}\n`)
  return code
}
