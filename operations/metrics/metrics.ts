/**
 * Every metric of the product: what it means, who serves it, and by what it is told apart. A label names a part of the product (a process, a copy, a
 * partition, a queue, a cause), never a payout, a person or an account; so there is a limited number of each. Names follow Prometheus (base units, `_total`),
 * messages and their labels OpenTelemetry's messaging conventions; CPU, memory and event loop are prom-client's own.
 */
import { SERVED, type ServedProcess } from './address'

type Label =
  | 'store'
  | 'process'
  | 'version'
  | 'copy'
  | 'cause'
  | 'queue'
  | 'status_class'
  | 'messaging_system'
  | 'messaging_operation_name'
  | 'messaging_destination_partition_id'

export type Metric = {
  kind: 'gauge' | 'counter'
  help: string
  /** The processes that know it. */
  of: readonly ServedProcess[]
  labels: readonly Label[]
}

const gauge = (help: string, of: readonly ServedProcess[], labels: readonly Label[] = []): Metric => ({ kind: 'gauge', help, of, labels })
const counter = (help: string, of: readonly ServedProcess[], labels: readonly Label[] = []): Metric => ({
  kind: 'counter',
  help,
  of,
  labels,
})

const RELAY = ['outbox-relay'] as const
const COPIES = ['search-projector', 'finance-loader'] as const
const GATEWAY = ['bank-gateway'] as const
const JOBS = ['jobs'] as const
const RECONCILER = ['reconciler'] as const
const MESSAGING = ['messaging_system', 'messaging_operation_name'] as const

export const METRICS = {
  payledger_process_info: gauge('The process and its version; always 1.', SERVED, ['process', 'version']),
  payledger_ready: gauge('1 while the process gets on with its work, 0 while it does not: /health/ready says why.', SERVED, ['process']),
  payledger_failures_total: counter('Failures that the process met and tried again.', SERVED, ['process']),

  payledger_http_requests_in_hand: gauge('Requests that the app is answering.', ['app']),
  payledger_http_responses_total: counter('Answers of the app, by the first digit of their status.', ['app'], ['status_class']),

  payledger_relay_leading: gauge('1 while this relay leads, 0 while it stands by or starts.', RELAY),
  payledger_relay_position: gauge('The last position of the journal that Kafka has acknowledged.', RELAY),
  payledger_relay_turn_age_seconds: gauge('Time since the relay last finished a round of its work.', RELAY),
  payledger_relay_held_back_seconds: gauge('How long one transaction has kept the relay from going on; 0 while none does.', RELAY),
  payledger_relay_covered_until_timestamp_seconds: gauge('Everything committed up to this time is announced.', RELAY),
  messaging_client_sent_messages_total: counter('Events published to Kafka and acknowledged.', RELAY, MESSAGING),

  messaging_client_consumed_messages_total: counter('Events taken from Kafka and applied.', COPIES, MESSAGING),
  payledger_consumer_lag_messages: gauge('Messages in Kafka that are not applied yet.', COPIES, [
    'copy',
    'messaging_destination_partition_id',
  ]),
  payledger_copy_position: gauge('The position of the journal that the copy answers for.', COPIES, ['copy']),
  payledger_copy_covered_until_timestamp_seconds: gauge('Everything committed up to this time is in the copy.', COPIES, ['copy']),
  payledger_copy_dead_letters: gauge('Events that the copy could not take.', COPIES, ['copy']),
  payledger_dead_letters_written_total: counter('Events that became dead letters since the process began, by cause.', COPIES, [
    'copy',
    'cause',
  ]),
  payledger_copy_gaps: gauge('Partitions in which events are missing.', COPIES, ['copy']),
  payledger_copy_apply_retries_total: counter('Attempts to apply events that failed and were made again.', COPIES, ['copy']),

  payledger_bank_inbox_files: gauge('Files from the bank that have not been taken in.', GATEWAY),
  payledger_bank_files_taken_in_total: counter('Files from the bank that were taken in.', GATEWAY),
  payledger_bank_files_sent_total: counter('Files that were sent to the bank.', GATEWAY),

  payledger_outbox_waiting_events: gauge('Events that wait to be published, counted up to 10,000.', JOBS),
  payledger_outbox_oldest_age_seconds: gauge('How long the oldest event has waited to be published; 0 while none waits.', JOBS),
  payledger_heartbeat_age_seconds: gauge('Time since each worker last responded.', JOBS, ['process']),
  payledger_history_stops: gauge('Processes that have stopped because ledger or Kafka is not the history they know.', JOBS),
  payledger_kafka_lost_partitions: gauge('Partitions of which events are to be sent again, because Kafka lost them.', JOBS),
  payledger_stranded_runs: gauge('Payroll runs that have been paying for longer than a bank needs, counted up to 20.', JOBS),
  payledger_bank_files_in_doubt: gauge('Files of which nobody knows whether the bank has them, counted up to 20.', JOBS),
  payledger_jobs_failed: gauge('Jobs that have failed for good and that nothing has put right.', JOBS, ['queue']),
  payledger_jobs_waiting: gauge('Jobs that could be done now and that nobody has taken.', JOBS, ['queue']),

  payledger_copy_older_payouts: gauge(
    'Payouts of which the copy holds an older version than the ledger, among its newest 10,000 events.',
    RECONCILER,
    ['copy'],
  ),
  payledger_copy_older_payouts_age_seconds: gauge(
    'How long the first change that the copy lacks has waited; 0 while it lacks none.',
    RECONCILER,
    ['copy'],
  ),
  payledger_copy_older_definition_payouts: gauge(
    'Payouts in documents or marts that were made by an older definition than the code’s.',
    RECONCILER,
    ['copy'],
  ),
  payledger_mismatches_open: gauge(
    'Differences between the stores that are open: in the ledger itself, in search, in finance.',
    RECONCILER,
    ['store'],
  ),
} as const satisfies Record<string, Metric>

export type MetricName = keyof typeof METRICS
/** One value for each set of labels. */
export type Sample = { labels: Partial<Record<Label, string>>; value: number }
/** What a process tells of itself; a metric that it does not know just now is left out, or null. */
export type Samples = Partial<Record<MetricName, number | null | readonly Sample[]>>

/** The metrics that `process` serves. */
export const metricsOf = (process: ServedProcess): MetricName[] =>
  (Object.keys(METRICS) as MetricName[]).filter((name) => (METRICS[name].of as readonly ServedProcess[]).includes(process))

/** "2026-11-30T10:00:00Z" as seconds since 1970. */
export const secondsOf = (at: string | null): number | null => (at === null ? null : Date.parse(at) / 1_000)
