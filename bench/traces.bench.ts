/** What traces cost the relay, which handles every event: the same journal in turn without a receiver, and with one of which nobody, few or all commands are traced. */
import { cpus } from 'node:os'
import { ROOT } from '@/stack/paths'
import { ownServers } from '@/stack/test-runner/own-servers'
import { traceReceiver } from '@/stack/test-runner/trace-receiver'
import { variable } from '@/stack/variable'
import { keep, range } from './figures'
import { type Measured, measureRelay, type Traces } from './relay/journal'

const EVENTS = Number(variable('BENCH_EVENTS', '40000'))
const ROUNDS = Number(variable('BENCH_ROUNDS', '3'))
const BYTES = 1_300

const servers = await ownServers('postgres', 'kafka')
const receiver = await traceReceiver()
const ways: [name: string, traces: Traces | undefined][] = [
  ['off', undefined],
  ['on, no command is traced', { receiver: receiver.url }],
  ['on, a traced command makes 100 events', { receiver: receiver.url, eventsPerCommand: 100 }],
  ['on, a traced command makes 1 event', { receiver: receiver.url, eventsPerCommand: 1 }],
]
const all = new Map<string, Measured[]>(ways.map(([name]) => [name, []]))
try {
  for (let round = 0; round < ROUNDS; round++)
    for (const [name, traces] of round % 2 === 0 ? ways : [...ways].reverse()) {
      all.get(name)?.push(await measureRelay(servers, ROOT, EVENTS, BYTES, traces))
      receiver.spans.length = 0
      receiver.texts.length = 0
    }
  const figures = {
    command: 'npm run bench -- traces',
    machine: `${cpus().length} cores, ${cpus()[0]?.model}`,
    events: EVENTS,
    rounds: ROUNDS,
  }
  const of = (measured: readonly Measured[], what: keyof Measured, digits: number) =>
    range(
      measured.map((each) => each[what]),
      digits,
    )
  const summaries = [...all].map(([name, measured]) => [
    name,
    { eventsPerSecond: of(measured, 'eventsPerSecond', 0), relayCpuUs: of(measured, 'relayCpuUs', 1) },
  ])
  console.log(summaries)
  keep('traces', { ...figures, ...Object.fromEntries(summaries) })
} finally {
  await receiver.close()
  await servers.end()
}
