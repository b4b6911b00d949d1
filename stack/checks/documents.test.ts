/** Each lie that is planted in a document is told with its file and line; what is true is left alone. */
import { describe, expect, test } from 'vitest'
import { documentProblems } from './documents'
import { makeCheckout, readCheckout } from './documents/checkout'

const FILES: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({ scripts: { start: '', test: '', check: '', bench: '' }, bin: { payledger: 'cli/main.ts' } }),
  '.gitignore': 'node_modules/\n.payledger/\n',
  'payroll/runs/approve-run.ts': 'export function approveRun() {}',
  'payroll/runs/[id]/page.tsx': '',
  'cli/commands/rebuild.ts': '',
  'app/operations/stages.ts': `const word = 'Stopped'\nconst sentence = ['The relay’s lead ended at', at, ': nothing is lost.']`,
  'app/operations/stages.test.ts': `expect(word).toBe('Silent')`,
  'cli/main.ts': `const PROJECTIONS = ['search', 'finance']`,
  'bench/ledger.bench.ts': '',
  'bench/files.bench.ts': '',
  'docs/guide.md': '# A guide\n',
  'docs/walkthroughs/field.patch': 'diff --git a/search/a.ts b/search/a.ts\n+new\ndiff --git a/search/b.ts b/search/b.ts\n',
  'docs/bench/pauses.json': JSON.stringify({
    'hand over': { longestSliceMs: 123, seconds: 55.1 },
    rounds: [{ p50Ms: 708 }],
    lines: '18263 (11347–21844)',
    few: { cpuSeconds: '0.001 (0.001–0.008)' },
  }),
  'docs/decisions/0001-one-home.md': '# 1. One home\n\nStatus: accepted\nDate: 2026-11-23\n',
  'docs/decisions/0002-one-road.md': '# 2. One road\n\nStatus: accepted\nDate: 2026-11-23\n',
}

/** What is said of a document with this text, beside the files above. */
function said(text: string, path = 'README.md'): string[] {
  const files: Record<string, string> = { ...FILES, [path]: text }
  return documentProblems(
    makeCheckout(
      Object.keys(files),
      (file) => files[file] ?? '',
      (command) => command === 'tsc',
    ),
  )
}

describe('a lie is told with its file and line', () => {
  test.each([
    ['a file that is not there', '`payroll/runs/approve.ts`', 'payroll/runs/approve.ts is not in the tree'],
    ['a folder that went', 'see `bank/`', 'bank/ is not in the tree'],
    ['a bare name of no file', '`move.ts`', 'move.ts is not in the tree'],
    ['a pattern that nothing fits', '`payroll/*.sql`', 'payroll/*.sql is not in the tree'],
    ['a path in a block', '```\n  payroll/acts  the commands\n```', 'payroll/acts is not in the tree', 4],
    ['a link', '[the guide](docs/guid.md)', 'docs/guid.md is not in the tree'],
    ['a heading', '[the guide](docs/guide.md#words)', 'docs/guide.md has no such heading'],
    ['a script', 'with npm run lint', 'npm run lint is no script of package.json'],
    ['a command of npm', '`npm reset`', 'npm reset is no command'],
    ['a benchmark', '`npm run bench -- desks`', 'there is no bench/desks.bench.ts to run'],
    ['a program', '`npx jest`', 'npx jest is not installed'],
    ['a command of ours', '`npx payledger redrive search`', 'nothing below cli/ is called redrive'],
    ['a decision', 'as decision 21 says', 'there is no decision 21'],
    ['a decision in brackets', 'as decided (0003)', 'there is no decision 3'],
    ['a figure', '[124 ms](docs/bench/pauses.json "hand over > longestSliceMs")', 'the file says 123'],
    ['a range', '[18,263 (11,347–21,845)](docs/bench/pauses.json "lines")', 'the file says 18263 (11347–21844)'],
    ['a figure in another unit', '[0.2 s](docs/bench/pauses.json "hand over > longestSliceMs")', 'the file says 123, times 0.001'],
    ['a figure that is not in the file', '[1 ms](docs/bench/pauses.json "submit > longestSliceMs")', 'there is no such figure'],
    ['a number of files that a patch touches', '[three files](docs/walkthroughs/field.patch "files")', 'there are 2'],
    ['a count', '[three](bench "count *.bench.ts")', 'there are 2'],
    ['a name', '`rejectRun` in `payroll/runs/approve-run.ts`', 'rejectRun is not in payroll/runs/approve-run.ts'],
  ])('%s', (_what, text, words, line = 3) => {
    const problems = said(`# Words\n\n${text}\n`)
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatch(new RegExp(`^README\\.md:${line}: `))
    expect(problems[0]).toContain(words)
  })

  test('a quotation of a runbook that the product does not say any more', () => {
    expect(said('# Relay\n\nIt says *Relay: Silent*, or\n*The relay ended*.\n', 'docs/runbooks/relay.md')).toEqual([
      'docs/runbooks/relay.md:3: the product says nowhere "silent"',
      'docs/runbooks/relay.md:4: the product says nowhere "the relay ended"',
    ])
  })

  test('a decision without status and date, of a number that is taken', () => {
    expect(said('# 2. Another road\n', 'docs/decisions/0002-another-road.md').join('\n')).toMatch(
      /0002-another-road\.md:1: another decision has the number 2\n.*no "Status:".*\n.*no "Date: YYYY-MM-DD"/,
    )
  })

  test('a decision that leaves out a number', () => {
    const text = '# 4. Far\n\nStatus: accepted\nDate: 2026-11-23\n'
    expect(said(text, 'docs/decisions/0004-far.md')).toEqual(['docs/decisions/0004-far.md:1: there is no decision 3 before it'])
  })
})

test.each([
  '`payroll/runs/approve-run.ts`, `payroll/runs/approve-run`, `payroll/runs/`, `approve-run.ts`',
  '`payroll/runs/[id]/page.tsx`, `payroll/*/approve-run.ts`, `payroll/<room>/approve-run.ts`, `**/*.bench.ts`',
  '`.payledger/secrets.json`, `node_modules/x/y.js`, `BANK_DIR/witness.json`, `/payroll/new`, `text/csv`, `1.000`, `N/A`',
  '[the guide](docs/guide.md#a-guide), [elsewhere](https://example.org/a.md), [here](#words)',
  '`npm start`, `npm test`, `npm run check`, npm run bench -- ledger, `npm run <script>`, the npm packages',
  '`npx tsc --noEmit`, `npx payledger rebuild search --yes`, `npx payledger rebuild <projection>`',
  'decision 1, decisions 1 and 2, (0002)',
  '[123 ms](docs/bench/pauses.json "hand over > longestSliceMs"), [0.12 s](docs/bench/pauses.json "hand over > longestSliceMs")',
  '[55 s](docs/bench/pauses.json "hand over > seconds"), [708](docs/bench/pauses.json "rounds > 0 > p50Ms")',
  '[18,263 (11,347–21,844)](docs/bench/pauses.json "lines"), [1 ms (1–8)](docs/bench/pauses.json "few > cpuSeconds")',
  '[two](bench "count *.bench.ts") benchmarks, [2](docs/walkthroughs/field.patch "files") files',
  '`approveRun` in `payroll/runs/approve-run.ts`, `approveRun` of `payroll`',
])('%s is left alone', (text) => {
  expect(said(`# Words\n\n${text}\n`)).toEqual([])
})

test('a quotation is left alone in its parts, and everywhere but in a runbook', () => {
  const quotation = "# Relay\n\n**What it says.** *Stopped*; *The relay's lead ended at 12:03: nothing is lost.*\n"
  expect(said(quotation, 'docs/runbooks/relay.md')).toEqual([])
  expect(said('# Relay\n\n*Silent*\n')).toEqual([])
})

test('the documents of this checkout are among those that are read', () => {
  const { files, scripts } = readCheckout()
  expect(files).toEqual(expect.arrayContaining(['README.md', 'ARCHITECTURE.md', 'docs/bench/README.md']))
  expect(scripts).toContain('check')
})
