/** Waits for its turn, checks that it may lead, and relays; again after every failure of a store. */

import { partitionOf } from '@/events/partition'
import { eventsTopic, PARTITIONS, watermarksTopic } from '@/events/topics'
import { type WorkerRepairs, workerRepairs } from '@/operations/repairs/worker-repairs'
import { connectJournal, type JournalConnection } from '@/payroll/journal/relay/connection'
import { type Lead, renewLead, signedFrom, takeLead } from '@/payroll/journal/relay/leader'
import { consumerGaps, noteLoss, noteStop } from '@/payroll/journal/relay/losses'
import { JournalChanged, loadPlans } from '@/payroll/journal/relay/plan'
import type { Clock } from '@/platform/clock'
import type { Logger } from '@/platform/log'
import { pause, untilDone } from '@/platform/retry'
import type { Kafka } from '../kafka/connect'
import { type PatientProducer, patientProducer } from '../kafka/producer'
import { trustIn } from '../kafka/trust'
import { checkServer } from './checks'
import { compareTopic } from './compare-topic'
import { HistoryBroken, KafkaLost, MustStop, ToldByGateway } from './must-stop'
import { publisher } from './publish'
import { RefillAsked, refillIfAsked, watchRefill } from './refill-kafka'
import { relay } from './relay'
import { type SendAgain, sendAgain } from './send-again'
import type { RelayStatus } from './status'
import { watchTopic } from './watch-topic'

export type LeadOptions = {
  databaseUrl: string
  kafka: Kafka
  prefix: string
  /** The key that events are signed with. */
  secret: string
  clock: Clock
  log: Logger
  status: RelayStatus
  onError: (error: unknown) => void
  signal: AbortSignal
}

const TURN_MS = 500
/** A standby takes a leader for frozen that has not renewed its lead for 15 s. */
const RENEW_MS = 3_000

/** Relays whenever it is this process's turn, until `signal` is aborted. @throws MustStop when a person has to look. */
export async function leadWhenPossible(options: LeadOptions): Promise<void> {
  const { log, signal, onError } = options
  const isFinal = (error: unknown) => error instanceof MustStop
  while (!signal.aborted) {
    try {
      await untilDone(() => leadOnce(options), { what: 'Relaying', log, signal, onError, isFinal })
    } catch (error) {
      if (error instanceof MustStop) await sayStop(options, error)
      if (!signal.aborted || isFinal(error)) throw error
    }
  }
}

/** Writes down why it stops, where the desks and the bank gateway read it. A database that cannot take it is told by the process's end alone. */
async function sayStop({ databaseUrl }: LeadOptions, error: MustStop): Promise<void> {
  const connection = await connectJournal(databaseUrl, 'outbox-relay').catch(() => null)
  const isTold = error instanceof ToldByGateway
  const kind = isTold || error instanceof HistoryBroken ? 'ledger' : 'events'
  if (connection) await noteStop(connection, { kind, sentence: error.message, isTold }).catch(() => {})
  await connection?.end().catch(() => {})
}

async function leadOnce(options: LeadOptions): Promise<void> {
  const { databaseUrl, kafka, log, status, onError, signal } = options
  const producer = patientProducer({ kafka, log, onError })
  const leading = await connectJournal(databaseUrl, 'outbox-relay')
  const repairs = workerRepairs(databaseUrl)
  let reading: JournalConnection | null = null
  let renewing: NodeJS.Timeout | undefined
  try {
    await checkServer(leading)
    const lead = await waitForTurn(leading, status, signal)
    if (!lead) return
    // Also while Kafka keeps it waiting: only one that is frozen stops renewing.
    renewing = setInterval(() => void renewLead(leading, lead).catch(() => {}), RENEW_MS)
    await checkServer(leading) // it may have changed while we waited
    reading = await connectJournal(databaseUrl, 'outbox-relay-reader')
    await leadFrom(options, { lead, leading, reading, producer, repairs })
  } catch (error) {
    if (error instanceof RefillAsked) return
    throw error instanceof JournalChanged ? new HistoryBroken(error.message) : error
  } finally {
    Object.assign(status, { role: 'starting', heldBack: null })
    clearInterval(renewing)
    await Promise.all([repairs.close(), producer.close(), leading.end().catch(() => {}), reading?.end().catch(() => {})])
  }
}

type Led = { lead: Lead; leading: JournalConnection; reading: JournalConnection; producer: PatientProducer; repairs: WorkerRepairs }

/** Compares Kafka with the plans, sends again what it has lost, and relays. */
async function leadFrom(options: LeadOptions, { lead, leading, reading, producer, repairs }: Led): Promise<void> {
  const { kafka, prefix, secret, clock, log, status, onError } = options
  const ending = new AbortController()
  const signal = AbortSignal.any([options.signal, ending.signal])
  const topic = eventsTopic(prefix, lead.era)
  try {
    const plans = await loadPlans(leading, lead, PARTITIONS, partitionOf)
    const { confirmed, open } = plans
    const unsignedUpTo = (await signedFrom(leading, (open?.after ?? confirmed).position)) - 1n
    const trust = trustIn(secret, topic, watermarksTopic(prefix), unsignedUpTo)
    let refill: string | null = null
    const look = async () => {
      refill = await refillIfAsked({ repairs, connection: leading, lead, confirmed, kafka, topic, log })
      return compareTopic(kafka, prefix, leading, trust, { lead, ...plans })
    }
    const isFinal = (error: unknown) => error instanceof MustStop
    const compared = await untilDone(look, { what: 'Looking at the topics', log, signal, onError, isFinal })
    const { lost, offsets } = compared
    const publish = publisher({ producer, topic, secret, ...compared })
    if (lost.size > 0) {
      log.error({ lost: Object.fromEntries(lost) }, 'Kafka has lost events that it had acknowledged; they are sent again')
      const events = await sendAgain({ connection: leading, lead, confirmed, lost, offsets, publish, signal, ...saying(repairs, refill) })
      log.warn({ events }, 'what Kafka had lost is there again')
    }
    if (refill !== null) await repairs.filled(refill)
    await noteStop(leading, null)
    Object.assign(status, { role: 'leading', turnedAtMs: performance.now(), ...lead })
    log.info({ ...lead, position: confirmed.position.toString(), open: open?.events.length ?? 0 }, 'leading')
    const relaying = relay({
      ...{ lead, leading, reading, producer, publish, offsets, prefix, secret, unsignedUpTo, clock, confirmed, open, status, signal },
    })
    const work = [relaying, watchTopic(kafka, topic, compared, () => consumerGaps(leading), signal), watchRefill(repairs, signal)]
    try {
      await Promise.race(work)
    } finally {
      ending.abort()
      await Promise.allSettled(work)
    }
  } catch (error) {
    ending.abort()
    if (error instanceof KafkaLost)
      for (const partition of error.partitions) await noteLoss(leading, lead, { partition, reaches: null, acknowledged: null })
    throw error
  }
}

const SAY_EVERY_MS = 1_000

/** Says how far it is, where it is a repair; it is only shown. */
function saying(repairs: WorkerRepairs, refill: string | null): Pick<SendAgain, 'onSent'> {
  if (refill === null) return {}
  let saidAt = Number.NEGATIVE_INFINITY
  const onSent = (total: number, left: number): void => {
    const isFirst = saidAt === Number.NEGATIVE_INFINITY
    if (performance.now() - saidAt < SAY_EVERY_MS) return
    saidAt = performance.now()
    void (async () => {
      if (isFirst) await repairs.progress(refill, total)
      await repairs.progress(refill, left)
    })().catch(() => undefined)
  }
  return { onSent }
}

/** A hot standby asks again and again; blocked in the lock's own queue it would hold a snapshot. */
async function waitForTurn(connection: JournalConnection, status: RelayStatus, signal: AbortSignal): Promise<Lead | null> {
  while (!signal.aborted) {
    const lead = await takeLead(connection)
    if (lead) return lead
    Object.assign(status, { role: 'standby', turnedAtMs: performance.now() })
    await pause(TURN_MS, signal)
  }
  return null
}
