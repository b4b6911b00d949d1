/** A dashboard of Grafana: one panel for each metric, with the thresholds of its alerts. `npm run monitoring` writes it to deploy/grafana/payledger.json. */
import { ALERTS } from './alerts'
import { METRICS, type MetricName } from './metrics'

/** Of prom-client, for every process. */
const RUNTIME = [
  { title: 'CPU of each process (s/s)', expr: 'rate(process_cpu_seconds_total[$__rate_interval])', unit: 'percentunit' },
  { title: 'Memory of each process', expr: 'process_resident_memory_bytes', unit: 'bytes' },
  {
    title: 'Event loop: 99 of 100 turns begin within (50 ms of it are how often one looks)',
    expr: 'nodejs_eventloop_lag_p99_seconds',
    unit: 's',
  },
] as const
const [WIDTH, HEIGHT, COLUMNS] = [8, 7, 3]

/** As JSON for `Dashboards > Import`; it asks which Prometheus to read. */
export function dashboard(): string {
  const ours = (Object.keys(METRICS) as MetricName[]).map((name) => ({ title: METRICS[name].help, ...asking(name), description: name }))
  const panels = [...ours, ...RUNTIME.map((each) => ({ ...each, description: each.expr }))].map(panel)
  const datasource = { name: 'datasource', type: 'datasource', query: 'prometheus', label: 'Prometheus' }
  const whole = { title: 'PayLedger', uid: 'payledger', schemaVersion: 39, refresh: '15s', time: { from: 'now-6h', to: 'now' } }
  return `${JSON.stringify({ ...whole, templating: { list: [datasource] }, panels }, null, 1)}\n`
}

/** A counter is shown by its rate, a time by its age. */
function asking(name: MetricName): { expr: string; unit: string } {
  if (METRICS[name].kind === 'counter') return { expr: `rate(${name}[$__rate_interval])`, unit: 'cps' }
  if (name.endsWith('_timestamp_seconds')) return { expr: `time() - ${name}`, unit: 's' }
  return { expr: name, unit: name.endsWith('_seconds') ? 's' : 'short' }
}

function panel({ title, expr, unit, description }: { title: string; expr: string; unit: string; description: string }, n: number): object {
  const limits = ALERTS.filter(({ metric }) => metric === description).flatMap(
    ({ expression }) => / > ([\d.]+)$/.exec(expression)?.[1] ?? [],
  )
  const steps = [{ color: 'green', value: null }, ...[...new Set(limits)].map((limit) => ({ color: 'red', value: Number(limit) }))]
  return {
    ...{ id: n + 1, type: 'timeseries', title, description },
    // biome-ignore lint/suspicious/noTemplateCurlyInString: Grafana's own variable
    datasource: { type: 'prometheus', uid: '${datasource}' },
    gridPos: { x: (n % COLUMNS) * WIDTH, y: Math.floor(n / COLUMNS) * HEIGHT, w: WIDTH, h: HEIGHT },
    fieldConfig: {
      defaults: {
        ...{ unit, min: 0, thresholds: { mode: 'absolute', steps } },
        custom: { thresholdsStyle: { mode: steps.length > 1 ? 'line' : 'off' } },
      },
      overrides: [],
    },
    targets: [{ refId: 'A', expr, legendFormat: '__auto' }],
  }
}
