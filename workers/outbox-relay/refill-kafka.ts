/**
 * Fills Kafka anew when somebody asks for it: the topic is deleted once the journal is proven to be the one that was published, and made again; what it lacks then
 * is sent from the journal, as after any loss (send-again.ts), under the same positions.
 */
import type { OpenRepair, WorkerRepairs } from '@/operations/repairs/worker-repairs'
import type { JournalConnection } from '@/payroll/journal/relay/connection'
import type { Lead } from '@/payroll/journal/relay/leader'
import { noteLoss } from '@/payroll/journal/relay/losses'
import type { Numbering } from '@/payroll/journal/relay/numbering'
import { JournalChanged } from '@/payroll/journal/relay/plan'
import type { Logger } from '@/platform/log'
import { pause } from '@/platform/retry'
import { readEnds } from '../kafka/admin'
import type { Kafka } from '../kafka/connect'
import { deleteTopic } from '../kafka/topics'
import { proveJournal } from './send-again'

const KIND = 'refill-kafka'
const LOOK_MS = 1_000
const ALL = ['kafka', 'journal']

/** Ends a lead: the next one begins with the topic. */
export class RefillAsked extends Error {}

type Refill = {
  repairs: WorkerRepairs
  connection: JournalConnection
  lead: Lead
  confirmed: Numbering
  kafka: Kafka
  topic: string
  log: Logger
}

const isDue = (repair: OpenRepair | null): repair is OpenRepair =>
  repair !== null && (repair.state === 'asked' || repair.state === 'filling') && !repair.written.includes('kafka')

/** @throws RefillAsked when somebody has asked for it. A table that does not answer only means that nobody can ask. */
export async function watchRefill(repairs: WorkerRepairs, signal: AbortSignal): Promise<void> {
  for (; !signal.aborted; await pause(LOOK_MS, signal))
    if (isDue(await repairs.open(KIND).catch(() => null))) throw new RefillAsked('Kafka is to be filled anew')
}

/**
 * Before the topic is looked at, for it may be one that cannot be read. Each step can be done twice.
 * @returns the repair that is done once everything is sent; null when there is none. @throws when Kafka or Postgres is away.
 */
export async function refillIfAsked(refill: Refill): Promise<string | null> {
  const { repairs, connection, lead, confirmed, kafka, topic, log } = refill
  const repair = await repairs.open(KIND).catch(() => null)
  if (repair?.state === 'filling' && repair.written.includes('kafka')) return repair.id
  if (!isDue(repair)) return null
  const { id } = repair
  try {
    await repairs.beginInPlace(id)
    await proveJournal(connection, lead, confirmed)
    const ends = await readEnds(kafka, topic).catch(() => new Map<number, { low: bigint; high: bigint }>())
    await repairs.note(
      id,
      'kafka',
      [...ends].map(([partition, { low, high }]) => ({ partition, low: String(low), high: String(high) })),
    )
    if (!isDue(await repairs.open(KIND))) return null
    // Written down before, or an emptied topic would be taken for what it was.
    for (const [partition, last] of confirmed.last.entries())
      if (last > 0n) await noteLoss(connection, lead, { partition, reaches: null, acknowledged: last })
    log.warn({ id, topic }, 'the topic is deleted, and filled anew from the journal')
    await deleteTopic(kafka, topic)
    await repairs.written(id, 'kafka', ALL)
    return id
  } catch (error) {
    const why = refusalOf(error)
    if (why === null) throw error
    await repairs.refuse(id, `${why} Nothing was deleted.`)
    return null
  }
}

function refusalOf(error: unknown): string | null {
  if (error instanceof JournalChanged) return `The journal is not the one that was published: ${error.message}.`
  const { type } = (error ?? {}) as { type?: unknown }
  if (type === 'TOPIC_AUTHORIZATION_FAILED' || type === 'CLUSTER_AUTHORIZATION_FAILED')
    return 'Kafka does not let the relay delete its topic.'
  return type === 'TOPIC_DELETION_DISABLED' ? 'Kafka is set up so that no topic can be deleted (delete.topic.enable).' : null
}
