/**
 * What somebody is called for, as rules of Prometheus: made of the thresholds that the operations desk uses, so that the two never disagree. Each names the
 * page that says what to do. `npm run monitoring` writes them to deploy/prometheus/alerts.yml.
 */
import { CONTRACT_MS } from '@/platform/freshness'
import type { Runbook } from '../runbooks'
import { THRESHOLD_MS } from '../thresholds'
import { SERVED } from './address'
import type { MetricName } from './metrics'

export type Alert = {
  name: string
  /** The metric that it watches. */
  metric: MetricName
  expression: string
  /** So long it must be so. */
  forMinutes: number
  /** `critical`: payments, or what people see, stand still now. */
  severity: 'critical' | 'warning'
  summary: string
  /** A page of docs/runbooks, without its ending. */
  runbook: Runbook
}

const seconds = (ms: number): string => String(ms / 1_000)

/** True where `metric` is above `limit`. */
function above(name: string, metric: MetricName, limit: string, rest: Omit<Alert, 'name' | 'metric' | 'expression'>): Alert {
  return { name, metric, expression: `${metric} > ${limit}`, ...rest }
}

/** True where the copy covers nothing newer than its contract allows. */
function late(copy: 'search' | 'finance', forMinutes: number): Alert {
  const metric = 'payledger_copy_covered_until_timestamp_seconds'
  return {
    name: `PayLedger${copy === 'search' ? 'Search' : 'Finance'}Late`,
    metric,
    expression: `time() - max(${metric}{copy="${copy}"}) > ${seconds(CONTRACT_MS[copy])}`,
    forMinutes,
    severity: 'warning',
    summary: `${copy === 'search' ? 'Search' : 'Finance'} is older than promised`,
    runbook: 'copy-behind',
  }
}

export const ALERTS: readonly Alert[] = [
  ...SERVED.map(
    (process): Alert => ({
      name: `PayLedger${process.replace(/(?:^|-)(.)/g, (_, first: string) => first.toUpperCase())}Gone`,
      metric: 'payledger_ready',
      expression: `absent(payledger_ready{process="${process}"})`,
      forMinutes: 1,
      severity: 'critical',
      summary: `No ${process} answers`,
      runbook: 'process-not-ready',
    }),
  ),
  {
    ...{ name: 'PayLedgerProcessNotReady', metric: 'payledger_ready', expression: 'payledger_ready == 0', forMinutes: 1 },
    ...{ severity: 'critical', summary: '{{ $labels.process }} does not get on with its work', runbook: 'process-not-ready' },
  },
  {
    ...{ name: 'PayLedgerNoRelayLeads', metric: 'payledger_relay_leading', expression: 'sum(payledger_relay_leading) == 0', forMinutes: 1 },
    ...{ severity: 'critical', summary: 'No relay leads: nothing is published', runbook: 'relay-stopped' },
  },
  above('PayLedgerHistoryStopped', 'payledger_history_stops', '0', {
    ...{ forMinutes: 0, severity: 'critical', summary: 'The ledger is not the history that is known: no payment goes out' },
    runbook: 'history-stopped',
  }),
  above('PayLedgerOutboxLate', 'payledger_outbox_oldest_age_seconds', seconds(THRESHOLD_MS.outboxAge), {
    ...{ forMinutes: 1, severity: 'critical', summary: 'Events wait to be published: search and finance fall behind' },
    runbook: 'copy-behind',
  }),
  above('PayLedgerRelayHeldBack', 'payledger_relay_held_back_seconds', seconds(THRESHOLD_MS.outboxAge), {
    ...{ forMinutes: 1, severity: 'warning', summary: 'One transaction of Postgres holds the relay back', runbook: 'copy-behind' },
  }),
  {
    ...{ name: 'PayLedgerWorkerSilent', metric: 'payledger_heartbeat_age_seconds', forMinutes: 1, severity: 'critical' },
    // A standby that took the lead beats under another name from then on.
    expression: `payledger_heartbeat_age_seconds{process!="outbox-relay-standby"} > ${seconds(THRESHOLD_MS.silence)}`,
    ...{ summary: '{{ $labels.process }} is not responding', runbook: 'process-not-ready' },
  },
  above('PayLedgerKafkaLostEvents', 'payledger_kafka_lost_partitions', '0', {
    ...{ forMinutes: 1, severity: 'critical', summary: 'Kafka has lost events that it had acknowledged', runbook: 'kafka-lost-events' },
  }),
  above('PayLedgerEventsMissing', 'payledger_copy_gaps', '0', {
    ...{ forMinutes: 1, severity: 'critical', summary: 'Events are missing in Kafka for {{ $labels.copy }}', runbook: 'kafka-lost-events' },
  }),
  late('search', 1),
  late('finance', 1),
  above('PayLedgerDeadLetters', 'payledger_copy_dead_letters', '0', {
    ...{ forMinutes: 0, severity: 'warning', summary: '{{ $labels.copy }} could not take {{ $value }} events', runbook: 'dead-letters' },
  }),
  above('PayLedgerOlderDefinition', 'payledger_copy_older_definition_payouts', '0', {
    ...{ forMinutes: 30, severity: 'warning', summary: '{{ $labels.copy }} answers from what an older version of PayLedger made' },
    runbook: 'copy-behind',
  }),
  above('PayLedgerStoresDiffer', 'payledger_mismatches_open', '0', {
    ...{ forMinutes: 0, severity: 'critical', summary: '{{ $value }} differences in {{ $labels.store }}', runbook: 'stores-differ' },
  }),
  above('PayLedgerJobsFailed', 'payledger_jobs_failed', '0', {
    ...{ forMinutes: 0, severity: 'warning', summary: 'Jobs of {{ $labels.queue }} have failed for good', runbook: 'failed-jobs' },
  }),
  above('PayLedgerRunsStranded', 'payledger_stranded_runs', '0', {
    ...{ forMinutes: 0, severity: 'warning', summary: 'A payroll run has been paying for longer than a bank needs' },
    runbook: 'bank-does-not-answer',
  }),
  above('PayLedgerBankFilesInDoubt', 'payledger_bank_files_in_doubt', '0', {
    ...{ forMinutes: 1, severity: 'critical', summary: 'Nobody knows whether the bank has a file', runbook: 'bank-does-not-answer' },
  }),
]

/** The rules as Prometheus reads them. Text in double quotes is YAML as it is JSON. */
export function alertRules(alerts: readonly Alert[] = ALERTS): string {
  const rules = alerts.map(({ name, expression, forMinutes, severity, summary, runbook }) =>
    [
      `      - alert: ${name}`,
      `        expr: ${JSON.stringify(expression)}`,
      ...(forMinutes > 0 ? [`        for: ${forMinutes}m`] : []),
      `        labels: { severity: ${severity} }`,
      '        annotations:',
      `          summary: ${JSON.stringify(summary)}`,
      `          runbook_url: docs/runbooks/${runbook}.md`,
    ].join('\n'),
  )
  const head = '# Made of operations/metrics/alerts.ts by npm run monitoring; change it there.\ngroups:\n  - name: payledger\n    rules:\n'
  return `${head}${rules.join('\n')}\n`
}
