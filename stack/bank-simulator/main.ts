/** The simulated bank as a process: `node --import tsx stack/bank-simulator/main.ts` with BANK_DIR. */
import { endWithParent, onShutdown } from '@/platform/shutdown'
import { runBank } from './bank'

const bankDir = process.env.BANK_DIR
if (!bankDir) {
  process.stderr.write('The bank simulator needs BANK_DIR: the folder it shares with the bank gateway.\n')
  process.exit(1)
}

const stop = new AbortController()
endWithParent()
const run = runBank({
  bankDir,
  answerDelayMs: Number(process.env.BANK_ANSWER_DELAY_MS ?? 300),
  pollMs: 100,
  clock: () => new Date(),
  signal: stop.signal,
  say: (line) => void process.stdout.write(`${line}\n`),
})
onShutdown(() => {
  stop.abort()
  return run
})
await run
