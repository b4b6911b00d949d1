/**
 * How fast a backlog of the journal comes into Kafka, and the CPU that it takes: 300,000 events, each round on a database and topics of its own. BENCH_BEFORE names a
 * checkout, with its packages, whose relay is measured in turn with this one.
 */
import { cpus } from 'node:os'
import { ROOT } from '@/stack/paths'
import { ownServers } from '@/stack/test-runner/own-servers'
import { variable } from '@/stack/variable'
import { keep, range } from './figures'
import { type Measured, measureRelay } from './relay/journal'

const EVENTS = Number(variable('BENCH_EVENTS', '300000'))
const ROUNDS = Number(variable('BENCH_ROUNDS', '3'))
const BEFORE = variable('BENCH_BEFORE', '')
const SIZES = [250, 1_300]

type Contender = { name: 'now' | 'before'; folder: string }
const contenders: Contender[] = [{ name: 'now', folder: ROOT }]
if (BEFORE !== '') contenders.push({ name: 'before', folder: BEFORE })

const servers = await ownServers('postgres', 'kafka')
const figures: Record<string, unknown> = {
  command: `${BEFORE === '' ? '' : 'BENCH_BEFORE=<a checkout of a600a39> '}npm run bench -- relay`,
  machine: `${cpus().length} cores, ${cpus()[0]?.model}`,
  events: EVENTS,
  rounds: ROUNDS,
}
try {
  for (const bytes of SIZES) {
    const all: Record<Contender['name'], Measured[]> = { now: [], before: [] }
    for (let round = 0; round < ROUNDS; round++)
      for (const contender of round % 2 === 0 ? contenders : [...contenders].reverse())
        all[contender.name].push(await measureRelay(servers, contender.folder, EVENTS, bytes))
    for (const { name } of contenders) figures[`${bytes} bytes, ${name}`] = summary(all[name])
    console.log(bytes, figures[`${bytes} bytes, now`], figures[`${bytes} bytes, before`] ?? '')
  }
  keep('relay', figures)
} finally {
  await servers.end()
}

function summary(all: readonly Measured[]) {
  const rangeOf = (what: keyof Measured, digits: number) =>
    range(
      all.map((each) => each[what]),
      digits,
    )
  return {
    eventsPerSecond: rangeOf('eventsPerSecond', 0),
    relayCpuUs: rangeOf('relayCpuUs', 1),
    postgresCpuUs: rangeOf('postgresCpuUs', 1),
  }
}
