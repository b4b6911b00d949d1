/** What one process serves under `/metrics`, in OpenMetrics. */
import { Counter, collectDefaultMetrics, Gauge, type OpenMetricsContentType, Registry } from 'prom-client'
import type { ServedProcess } from './address'
import { METRICS, type MetricName, metricsOf, type Sample, type Samples } from './metrics'

/** More sets of labels than any metric of ours has: what comes beyond is a mistake, and is left out. */
const SETS_MAX = 64
/** Looking every 10 ms, as by default, takes 0.4 % of a core from each process, every 50 ms 0.1 %; a delay is that much longer in the figures than it was. */
const LOOK_EVERY_MS = 50

export type Exposition = {
  contentType: string
  /** Reads what the process knows, and writes it down. Several who ask at once share one answer. */
  text(): Promise<string>
}

/** @param read what the process knows of itself; asked at each scrape, so it must be cheap */
export function exposition(process: ServedProcess, read: () => Promise<Samples>): Exposition {
  const registry = new Registry<OpenMetricsContentType>()
  registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE)
  let isCollecting = false
  const metrics = metricsOf(process).map((name) => [name, make(name, registry)] as const)
  let answering: Promise<string> | null = null
  const answer = async () => {
    // Not before somebody asks: an installation that nobody watches does nothing for it.
    if (!isCollecting) collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: LOOK_EVERY_MS })
    isCollecting = true
    const samples = await read()
    for (const [name, metric] of metrics) fill(metric, name, samples[name])
    return registry.metrics()
  }
  return {
    contentType: registry.contentType,
    text() {
      answering ??= answer().finally(() => (answering = null))
      return answering
    },
  }
}

type Made = Gauge | Counter

function make(name: MetricName, registry: Registry<OpenMetricsContentType>): Made {
  const { kind, help, labels } = METRICS[name]
  const options = { name, help, labelNames: [...labels] as string[], registers: [registry] }
  return kind === 'gauge' ? new Gauge(options) : new Counter(options)
}

/** What is not known is not there: a 0 in its place would be read as good news. */
function fill(metric: Made, name: MetricName, value: number | null | readonly Sample[] | undefined): void {
  metric.reset()
  if (METRICS[name].labels.length === 0) metric.remove()
  const samples = typeof value === 'number' ? [{ labels: {}, value }] : (value ?? [])
  for (const sample of samples.slice(0, SETS_MAX)) if (Number.isFinite(sample.value)) metric.inc(sample.labels, sample.value)
}
