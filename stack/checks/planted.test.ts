import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { KEPT } from '../paths'
import { type Cruise, cruiseImports } from './cruise'
import { FOLDERS } from './folders'
import { retiredSentences } from './retired-sentences'
import { retiredWords } from './retired-words'

/** A file that is there to be found out, what it says, and the rules it breaks. */
const PLANTED: [file: string, source: string, ...rules: string[]][] = [
  ['app/publish.ts', `import { Kafka } from 'kafkajs'\nexport const k = Kafka`, 'kafka-only-in-its-place'],
  ['app/index-it.ts', `import type { Client } from '@elastic/elasticsearch'\nexport type C = Client`, 'elasticsearch-only-in-its-place'],
  ['app/mart.ts', `export const open = () => import('@duckdb/node-api')`, 'duckdb-only-in-its-place'],
  ['app/sql.ts', `import { Pool } from 'pg'\nexport const p = Pool`, 'ledger-only-in-its-place'],
  ['app/prisma.ts', `import { ledger } from '@/prisma/connect'\nexport const l = ledger`, 'ledger-only-in-its-place', 'app-imports'],
  ['workers/outbox-relay/sql.ts', `import { Client } from 'pg'\nexport const c = Client`, 'ledger-only-in-its-place'],
  ['workers/outbox-relay/send.ts', `import { Kafka } from 'kafkajs'\nexport const k = Kafka`, 'kafka-only-in-its-place'],
  [
    'search/ledger.ts',
    `import { state } from '@/payroll/runs/state'\nexport const s = state`,
    'search-imports',
    'search-knows-no-other-store',
  ],
  [
    'payroll/runs/copy.ts',
    `import { hits } from '@/search/reader'\nexport const h = hits`,
    'payroll-runs-imports',
    'payroll-knows-no-other-store',
  ],
  ['payroll/companies/paid.ts', `import { state } from '../runs/state'\nexport const s = state`, 'payroll-companies-imports'],
  ['app/journal.ts', `import { append } from '@/payroll/journal/append'\nexport const a = append`, 'app-imports'],
  ['payroll/sums.test.ts', `import { marts } from '@/finance/reader'\nexport const m = marts`, 'payroll-knows-no-other-store'],
  ['finance/find.ts', `import { hits } from '@/search/reader'\nexport const h = hits`, 'finance-imports', 'finance-knows-no-other-store'],
  ['app/repair.ts', `import { put } from '@/search/writer'\nexport const p = put`, 'app-imports', 'search-written-by-one-process'],
  ['stack/fill.ts', `import { put } from '@/search/writer'\nexport const p = put`, 'search-written-by-one-process'],
  [
    'workers/reconciler/fix.ts',
    `import { build } from '@/finance/rebuild'\nexport const b = build`,
    'workers-reconciler-imports',
    'finance-written-by-one-process',
  ],
  ['components/payout-badge.tsx', `import { state } from '@/payroll/runs/state'\nexport const B = () => state`, 'components-imports'],
  ['platform/start.ts', `import { servers } from '@/stack/servers'\nexport const s = servers`, 'platform-imports'],
  ['access/who.ts', `import { state } from '../payroll/runs/state'\nexport const s = state`, 'access-imports', 'across-folders-by-alias'],
  ['events/one.ts', `import type { Two } from './two'\nexport type One = Two | 1`, 'no-cycle'],
  ['iso20022/lost.ts', `export { nothing } from './nothing'`, 'found'],
]

/** Files that do as the table says. */
const ALLOWED: [file: string, source: string][] = [
  // The other half of the planted cycle, which is told once.
  ['events/two.ts', `import type { One } from './one'\nexport type Two = One | 2`],
  ['payroll/journal/append.ts', `export const append = 1`],
  ['payroll/runs/state.ts', `import { ledger } from '@/prisma/connect'\nexport const state = ledger`],
  ['prisma/connect.ts', `import { Pool } from 'pg'\nexport const ledger = Pool`],
  ['search/reader.ts', `import { Client } from '@elastic/elasticsearch'\nexport const hits = Client`],
  ['search/writer.ts', `import { hits } from './reader'\nexport const put = hits`],
  ['finance/reader.ts', `export const marts = () => import('@duckdb/node-api')`],
  ['finance/rebuild.ts', `import { marts } from './reader'\nexport const build = marts`],
  ['workers/kafka/connect.ts', `import { Kafka } from 'kafkajs'\nexport const connect = Kafka`],
  [
    'workers/search-projector/main.ts',
    `import { put } from '@/search/writer'\nimport { connect } from '@/workers/kafka/connect'\nexport const all = [put, connect]`,
  ],
  [
    'workers/search-projector/main.int.test.ts',
    `import { state } from '@/payroll/runs/state'\nimport { servers } from '@/stack/servers'\nexport const all = [state, servers]`,
  ],
  [
    'app/page.tsx',
    `import { hits } from '@/search/reader'\nimport { marts } from '@/finance/reader'\nimport { state } from '@/payroll/runs/state'\nexport const all = [hits, marts, state]`,
  ],
  ['stack/servers.ts', `import { Kafka } from 'kafkajs'\nimport { Client } from 'pg'\nexport const servers = [Kafka, Client]`],
]

const TSCONFIG = { compilerOptions: { module: 'esnext', moduleResolution: 'bundler', jsx: 'react-jsx', paths: { '@/*': ['./*'] } } }

describe('imports against the table', () => {
  let folder: string
  let cruise: Cruise

  beforeAll(async () => {
    // Below the checkout, so that packages are found; never with a link to node_modules, or the runner would take the packages' own tests.
    mkdirSync(KEPT, { recursive: true })
    folder = mkdtempSync(join(KEPT, 'planted-'))
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(TSCONFIG))
    for (const [file, source] of [...PLANTED, ...ALLOWED]) {
      mkdirSync(dirname(join(folder, file)), { recursive: true })
      writeFileSync(join(folder, file), `${source}\n`)
    }
    cruise = await cruiseImports(folder)
  }, 60_000)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test.each(PLANTED)('%s is caught', (file, _source, ...rules) => {
    const broken = cruise.violations.filter(({ from }) => from === file).map(({ rule }) => rule)
    expect([...new Set(broken)].sort()).toEqual(rules.sort())
  })

  test.each(ALLOWED)('%s is left alone', (file) => {
    expect(cruise.modules).toContain(file)
    expect(cruise.violations.filter(({ from }) => from === file)).toEqual([])
  })

  test('every file was looked at', () => {
    expect(cruise.modules).toEqual(expect.arrayContaining([...PLANTED, ...ALLOWED].map(([file]) => file)))
  })
})

test('the table itself has no cycle between folders', () => {
  const top = (place: string) => place.split('/')[0] ?? ''
  const edges = FOLDERS.flatMap(({ folder, may }) => may.map((place) => [top(folder), top(place)] as const)).filter(
    ([from, to]) => to !== '' && from !== to,
  )
  const reachable = (from: string, seen = new Set<string>()): Set<string> => {
    for (const [start, end] of edges) if (start === from && !seen.has(end)) reachable(end, seen.add(end))
    return seen
  }
  for (const { folder } of FOLDERS) expect(reachable(top(folder)), folder).not.toContain(top(folder))
})

describe('phrases that people no longer read', () => {
  test.each([
    ['app/payroll/actions.tsx', `export const Act = () => <Button>Hand over…</Button>`],
    ['app/payroll/broken-line.tsx', `export const Act = () => (\n  <p>\n    Somebody has to take\n    back this\n  </p>\n)`],
    ['components/pages.tsx', `export const Pages = () => <Link aria-label="Page before" href="/" />`],
    ['payroll-files/rows.ts', `export const words = (row: number) => 'This number stands in row ' + row`],
    ['payroll/exceptions/labels.ts', `export const label = 'Write off'`],
    ['workers/kafka/words.ts', `export const words = ['never gave a sign of life']`],
  ])('%s is caught', (path, text) => {
    expect(retiredSentences([{ path, text }])).not.toEqual([])
  })

  test.each([
    ['app/payroll/codes.ts', `export const codes = ['written-off', 'handing-over', 'set-aside', '/payroll/findings']`],
    [
      'app/payroll/names.ts',
      '/** Take back what was handed over. */\nexport const handOver = (otherSide: string) => otherSide // the row before',
    ],
    ['payroll/statements/read.ts', 'export const query = sql`SELECT 1 -- what somebody said before`'],
    ['stack/commands/words.ts', `export const words = 'Take back'`],
    ['app/page.test.tsx', `export const words = 'Take back'`],
  ])('%s is left alone', (path, text) => {
    expect(retiredSentences([{ path, text }])).toEqual([])
  })
})

describe('names that code no longer has', () => {
  test.each([
    ['workers/kafka/again.ts', 'export const sift = (messages: string[]) => messages'],
    ['payroll/exceptions/again.ts', 'export type FindingRow = { id: string }'],
    ['workers/bank-gateway/again.ts', 'async function handOver() {}\nawait handOver()'],
    ['payroll-files/again.test.ts', 'const sighted = 1\nexport const seen = sighted'],
  ])('%s is caught', (path, text) => {
    expect(retiredWords([{ path, text }])).toHaveLength(1)
  })

  test.each([
    ['payroll/imports/stored.ts', 'export type Import = { sighting: object; handIn: string | null }'],
    ['app/api/again.ts', `export const codes = ['handing-over', 'set-aside']`],
    ['components/fold-on-phone.tsx', 'export function FoldOnPhone() {}'],
    ['stack/test-runner/again.ts', 'export const handOver = 1'],
  ])('%s is left alone', (path, text) => {
    expect(retiredWords([{ path, text }])).toEqual([])
  })
})
