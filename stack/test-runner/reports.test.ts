import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { KEPT } from '../paths'
import { readPlaywrightReport } from './playwright-report'
import { program, runStep } from './run-step'
import { single, type Tally, withExit } from './tally'
import { readVitestReport } from './vitest-report'

let folder: string

beforeAll(() => {
  // Below the checkout, so that the runners' packages are found.
  mkdirSync(KEPT, { recursive: true })
  folder = mkdtempSync(join(KEPT, 'reports-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function vitestOn(files: Record<string, string>): Promise<Tally> {
  const root = mkdtempSync(join(folder, 'vitest-'))
  for (const [name, text] of Object.entries(files))
    writeFileSync(join(root, name), `import { beforeAll, expect, test } from 'vitest'\n${text}`)
  const report = join(root, 'report.json')
  const config = join(root, 'vitest.config.mjs')
  writeFileSync(config, 'export default {}')
  const ended = await runStep('planted-vitest', [
    program('vitest/vitest.mjs'),
    ...['run', '--root', root, '--config', config, '--reporter=json', `--outputFile.json=${report}`],
  ])
  return withExit(readVitestReport(readFileSync(report, 'utf8')), 'vitest', ended)
}

test('a file that cannot be imported, and one whose hook fails, count as failed', async () => {
  const tally = await vitestOn({
    'good.test.mjs': `test('one', () => {})\ntest('two', () => {})`,
    'bad.test.mjs': `test('three', () => expect(1).toBe(2))`,
    'lost.test.mjs': `import './nowhere.mjs'\ntest('four', () => {})`,
    'hook.test.mjs': `beforeAll(() => { throw new Error('the hook') })\ntest('five', () => {})`,
    'later.test.mjs': `test.skip('six', () => {})`,
  })
  expect(tally).toMatchObject({ passed: 2, failed: 3 })
  for (const words of ['bad.test.mjs › three', 'nowhere.mjs', 'the hook']) expect(tally.failures.join()).toContain(words)
}, 60_000)

test('an error outside of any test fails the run', async () => {
  const tally = await vitestOn({
    'stray.test.mjs': `test('one', async () => { setTimeout(() => { throw new Error('stray') }); await new Promise((end) => setTimeout(end, 100)) })`,
  })
  expect(tally.failed).toBe(1)
}, 60_000)

test('no test at all fails the run', async () => {
  expect((await vitestOn({})).failed).toBe(1)
}, 60_000)

test('unexpected, flaky and unimportable browser tests count as failed', async () => {
  const root = mkdtempSync(join(folder, 'playwright-'))
  const files = {
    'good.spec.ts': `test('one', () => {})`,
    'bad.spec.ts': `test('two', () => expect(1).toBe(2))\ntest('flaky', ({}, info) => expect(info.retry).toBe(1))`,
    'lost.spec.ts': `import './nowhere'\ntest('three', () => {})`,
    'later.spec.ts': `test.skip('four', () => {})`,
  }
  for (const [name, text] of Object.entries(files))
    writeFileSync(join(root, name), `import { expect, test } from '@playwright/test'\n${text}`)
  writeFileSync(join(root, 'playwright.config.ts'), `export default { retries: 1, workers: 1, testDir: '.' }`)
  const report = join(root, 'report.json')
  const args = [program('@playwright/test/cli.js'), 'test', '--config', root, '--reporter=json']
  // One that cannot be imported keeps Playwright from running any.
  const all = await runStep('planted-playwright', args, { PLAYWRIGHT_JSON_OUTPUT_NAME: report })
  expect(all.code).not.toBe(0)
  expect(readPlaywrightReport(readFileSync(report, 'utf8'))).toMatchObject({ passed: 0, failed: 1 })
  rmSync(join(root, 'lost.spec.ts'))
  await runStep('planted-playwright', args, { PLAYWRIGHT_JSON_OUTPUT_NAME: report })
  expect(readPlaywrightReport(readFileSync(report, 'utf8'))).toMatchObject({ passed: 1, failed: 2, skipped: 1 })
}, 60_000)

test('a run that ended badly after its last test failed', () => {
  const passed = { ...single('x', ''), passed: 5 }
  expect(withExit(passed, 'vitest', { code: 134, output: 'out of memory' })).toMatchObject({ passed: 5, failed: 1 })
  expect(withExit(passed, 'vitest', { code: 0, output: '' })).toEqual(passed)
})
