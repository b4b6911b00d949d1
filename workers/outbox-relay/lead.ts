/** Waits for its turn, checks that it may lead, and relays; again after every failure of a store. */
import { eventsTopic, PARTITIONS } from '@/events/topics'
import { connectJournal, type JournalConnection } from '@/payroll/outbox/relay/connection'
import { type Lead, takeLead } from '@/payroll/outbox/relay/leader'
import { JournalChanged, loadPlans } from '@/payroll/outbox/relay/plan'
import type { Clock } from '@/platform/clock'
import type { Logger } from '@/platform/log'
import type { Kafka } from '../kafka/connect'
import { partitionOf } from '../kafka/partition'
import { patientProducer } from '../kafka/producer'
import { pause, untilDone } from '../kafka/retry'
import { checkServer, checkTopics } from './checks'
import { HistoryBroken, MustStop } from './must-stop'
import { publisher } from './publish'
import { relay } from './relay'
import type { RelayStatus } from './status'

export type LeadOptions = {
  databaseUrl: string
  kafka: Kafka
  prefix: string
  clock: Clock
  log: Logger
  status: RelayStatus
  onError: (error: unknown) => void
  signal: AbortSignal
}

const TURN_MS = 500

/** Relays whenever it is this process's turn, until `signal` is aborted. @throws MustStop when a person has to look. */
export async function leadWhenPossible(options: LeadOptions): Promise<void> {
  const { log, signal, onError } = options
  const isFinal = (error: unknown) => error instanceof MustStop
  while (!signal.aborted) {
    try {
      await untilDone(() => leadOnce(options), { what: 'Relaying', log, signal, onError, isFinal })
    } catch (error) {
      if (!signal.aborted || isFinal(error)) throw error
    }
  }
}

async function leadOnce({ databaseUrl, kafka, prefix, clock, log, status, onError, signal }: LeadOptions): Promise<void> {
  const producer = patientProducer({ kafka, log, onError })
  const leading = await connectJournal(databaseUrl, 'outbox-relay')
  let reading: JournalConnection | null = null
  try {
    await checkServer(leading)
    const lead = await waitForTurn(leading, status, signal)
    if (!lead) return
    await checkServer(leading) // it may have changed while we waited
    reading = await connectJournal(databaseUrl, 'outbox-relay-reader')
    const { confirmed, open } = await loadPlans(leading, lead, PARTITIONS, partitionOf)
    const look = () => checkTopics(kafka, prefix, lead.era, confirmed, open)
    const isFinal = (error: unknown) => error instanceof MustStop
    const nextOffsets = await untilDone(look, { what: 'Looking at the topics', log, signal, onError, isFinal })
    Object.assign(status, { role: 'leading', ...lead })
    log.info({ ...lead, position: confirmed.position.toString(), open: open?.events.length ?? 0 }, 'leading')
    const publish = publisher(producer, eventsTopic(prefix, lead.era), nextOffsets)
    await relay({ lead, leading, reading, producer, publish, prefix, clock, confirmed, open, status, signal })
  } catch (error) {
    throw error instanceof JournalChanged ? new HistoryBroken(error.message) : error
  } finally {
    status.role = 'starting'
    await Promise.all([producer.close(), leading.end().catch(() => {}), reading?.end().catch(() => {})])
  }
}

/** A hot standby asks again and again; blocked in the lock's own queue it would hold a snapshot. */
async function waitForTurn(connection: JournalConnection, status: RelayStatus, signal: AbortSignal): Promise<Lead | null> {
  while (!signal.aborted) {
    const lead = await takeLead(connection)
    if (lead) return lead
    status.role = 'standby'
    await pause(TURN_MS, signal)
  }
  return null
}
