/** What a process serves, read as strictly as OpenMetrics 1.0 is written (openmetrics.io, section "Text Format"); for vitest and Playwright alike. */

export type Scraped = { name: string; type: string; labels: Record<string, string>; value: number }
export type Health = { status: number; problems: string[] }

const ESCAPED = String.raw`(?:[^"\\\n]|\\["\\n])*`
const SAMPLE = new RegExp(
  `^([a-zA-Z_:][\\w:]*)(?:\\{((?:[a-zA-Z_]\\w*="${ESCAPED}",?)*)\\})? (NaN|[+-]Inf|[-+]?[\\d.]+(?:e[-+]?\\d+)?)$`,
  'i',
)
const LABEL = new RegExp(`([a-zA-Z_]\\w*)="(${ESCAPED})"`, 'g')
/** What follows the family's name in its samples. */
const ENDINGS: Readonly<Record<string, RegExp>> = { counter: /^_total$/, histogram: /^_(?:bucket|sum|count)$/, gauge: /^$/ }

/** Asks for the metrics. */
export async function scrape(url: string): Promise<Scraped[]> {
  const answer = await fetch(`${url}/metrics`)
  const kind = answer.headers.get('content-type')
  if (answer.status !== 200 || kind !== 'application/openmetrics-text; version=1.0.0; charset=utf-8')
    throw new Error(`${answer.status}: ${kind}`)
  return readMetrics(await answer.text())
}

/** Asks whether the process is ready. */
export async function readiness(url: string): Promise<Health> {
  const answer = await fetch(`${url}/health/ready`)
  const { status, problems } = (await answer.json()) as { status: string; problems: string[] }
  if (status !== (answer.status === 200 ? 'ready' : 'not ready')) throw new Error(`${answer.status} says ${status}`)
  return { status: answer.status, problems }
}

/** @throws Error with the first line that OpenMetrics does not allow. */
export function readMetrics(text: string): Scraped[] {
  const lines = text.split('\n')
  if (lines.pop() !== '' || lines.pop() !== '# EOF') throw new Error('it does not end with # EOF and a line break')
  const families = new Map<string, string>()
  const seen = new Set<string>()
  let family = ''
  return lines.flatMap((line) => {
    const [, kind, name = '', rest = ''] = /^# (HELP|TYPE|UNIT) (\S+) (.*)$/.exec(line) ?? []
    if (kind === 'TYPE') {
      if (families.has(name)) throw new Error(`a second family: ${line}`)
      families.set(name, rest)
      family = name
    }
    if (kind) return []
    const sample = SAMPLE.exec(line)
    const type = families.get(family) ?? ''
    if (!sample?.[1]?.startsWith(family) || !ENDINGS[type]?.test(sample[1].slice(family.length)))
      throw new Error(`no sample of ${family}: ${line}`)
    const series = line.slice(0, line.lastIndexOf(' '))
    if (seen.has(series)) throw new Error(`a second time: ${line}`)
    seen.add(series)
    const labels = Object.fromEntries([...(sample[2] ?? '').matchAll(LABEL)].map(([, label = '', value = '']) => [label, value]))
    return [{ name: sample[1], type, labels, value: Number(sample[3]) }]
  })
}

/** The one value of a metric, or of the set of labels that is named; null when there is none. */
export const metricValue = (scraped: readonly Scraped[], name: string, labels: Record<string, string> = {}): number | null =>
  scraped.find((each) => each.name === name && Object.entries(labels).every(([label, value]) => each.labels[label] === value))?.value ??
  null
