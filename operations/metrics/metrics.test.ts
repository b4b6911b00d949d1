/** Metrics, alerts and dashboard: names that others can rely on, labels that name nobody, a page for each alert, and files that are what the code says. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { staleMonitoring } from '@/stack/monitoring/generated'
import { ROOT } from '@/stack/paths'
import { ALERTS } from './alerts'
import { dashboard } from './dashboard'
import { METRICS, type Metric, metricsOf } from './metrics'

const metrics = Object.entries(METRICS) as [string, Metric][]

describe('metrics', () => {
  it.each(metrics)('%s is named as Prometheus names things', (name, { kind, labels, of }) => {
    expect(name).toMatch(/^(?:payledger|messaging_client)(?:_[a-z]+)+$/)
    expect(name.endsWith('_total')).toBe(kind === 'counter')
    expect(name).not.toMatch(/_(?:ms|millis|milliseconds|minutes|percent|kb|mb)(?:_|$)/)
    expect(new Set(labels).size).toBe(labels.length)
    expect(of.length).toBeGreaterThan(0)
  })

  it('no counter and gauge share a family', () => {
    const families = metrics.map(([name]) => name.replace(/_total$/, ''))
    expect(new Set(families).size).toBe(families.length)
  })

  it('no label is one that could name a payout, a person or an account', () => {
    const allowed = /^(?:process|version|store|copy|cause|queue|status_class|messaging_(?:system|operation_name|destination_partition_id))$/
    for (const [name, { labels }] of metrics) for (const label of labels) expect(label, name).toMatch(allowed)
  })

  it('what one process knows, another does not serve', () => {
    expect(metricsOf('jobs')).toContain('payledger_outbox_waiting_events')
    expect(metricsOf('outbox-relay')).not.toContain('payledger_outbox_waiting_events')
    expect(metricsOf('search-projector')).toEqual(metricsOf('finance-loader'))
  })
})

describe('alerts and dashboard', () => {
  it.each(ALERTS)(
    '$name watches a metric that there is, and names a page that there is',
    ({ name, metric, expression, runbook, summary }) => {
      expect(name).toMatch(/^PayLedger[A-Z]\w+$/)
      expect(METRICS).toHaveProperty(metric)
      expect(expression).toContain(metric)
      expect(existsSync(join(ROOT, 'docs/runbooks', `${runbook}.md`))).toBe(true)
      expect(readFileSync(join(ROOT, 'docs/runbooks/README.md'), 'utf8')).toContain(`(${runbook}.md)`)
      expect(summary).not.toMatch(/\.$/)
    },
  )

  it('no two have the same name, and each label that a summary repeats is the metric’s', () => {
    expect(new Set(ALERTS.map(({ name }) => name)).size).toBe(ALERTS.length)
    for (const { metric, summary } of ALERTS)
      for (const [, label] of summary.matchAll(/\$labels\.(\w+)/g)) expect(METRICS[metric].labels).toContain(label)
  })

  it('there is a panel for each metric', () => {
    const { panels } = JSON.parse(dashboard()) as { panels: { targets: { expr: string }[] }[] }
    const asked = panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)).join('\n')
    for (const [name] of metrics) expect(asked).toContain(name)
  })

  it('the files of deploy/ are what the code says', () => {
    expect(staleMonitoring()).toEqual([])
  })

  it('Prometheus takes the rules', ({ skip }) => {
    const promtool = ['/usr/bin/promtool', '/usr/local/bin/promtool'].find((path) => existsSync(path))
    if (!promtool) return skip('promtool is not installed (package prometheus)')
    expect(execFileSync(promtool, ['check', 'rules', 'deploy/prometheus/alerts.yml'], { cwd: ROOT, encoding: 'utf8' })).toContain(
      `SUCCESS: ${ALERTS.length} rules found`,
    )
  })
})
