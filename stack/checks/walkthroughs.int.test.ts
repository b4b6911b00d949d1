/**
 * README's walkthroughs as somebody would follow them: each is a patch in docs/walkthroughs, applied to a copy of the tree as it is now. The copy must pass
 * its own `npm run check`, and the tests that a walkthrough brings or changes must pass there on the servers of this run. Both go into one copy, for the
 * check is what takes the time (60 s of CPU, half a minute on two free cores; the tests 7 s). They touch no file in common, so neither leans on the other
 * unseen.
 */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { ROOT } from '../paths'
import { run } from '../processes/run'
import { testEnv } from '../test-runner/database'
import { readCheckout } from './documents/checkout'
import { filesOfPatch } from './documents/figures'

const FILES_MAX = 5
const CHECK_MS = 600_000
const PATCHES = readdirSync(join(ROOT, 'docs/walkthroughs')).map((name) => {
  const path = `docs/walkthroughs/${name}`
  return { path, files: filesOfPatch(readCheckout().read(path)) }
})

let copy: string
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'payledger-walkthroughs-'))
  for (const file of [...readCheckout().files, 'prisma/generated']) {
    mkdirSync(dirname(join(copy, file)), { recursive: true })
    cpSync(join(ROOT, file), join(copy, file), { recursive: true })
  }
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'))
  execFileSync('git', ['init', '--quiet'], { cwd: copy })
})
afterAll(() => rmSync(copy, { recursive: true, force: true }))

test.each(PATCHES)('$path can be followed, and touches few files', ({ path, files }) => {
  try {
    execFileSync('git', ['apply', join(ROOT, path)], { cwd: copy, encoding: 'utf8', stdio: 'pipe' })
  } catch (error) {
    throw new Error(
      `${path} no longer applies. Run \`git apply --3way ${path}\`, settle what differs, write it anew with \`git add -N . && git diff -U1 HEAD -- <its files> > ${path}\`, and take its change back: ${(error as { stderr: string }).stderr}`,
    )
  }
  process.stdout.write(`  ${path} touches ${files.length} files\n`)
  expect(files.length).toBeLessThanOrEqual(FILES_MAX)
})

test('no two walkthroughs touch the same file', () => {
  const all = PATCHES.flatMap(({ files }) => files)
  expect(all).toEqual([...new Set(all)])
})

test('the copy passes its check', () => inCopy('--import', 'tsx', 'stack/commands/check.ts'), CHECK_MS)

test('the tests of the new fields pass in the copy', async () => {
  const tests = PATCHES.map(({ files }) => files.filter((file) => file.endsWith('.int.test.ts')))
  for (const each of tests) expect(each).not.toEqual([])
  await inCopy('node_modules/vitest/vitest.mjs', 'run', '--project', 'int', ...tests.flat())
})

/** Runs a program of the copy to its end. @throws Error with what it said when it fails. */
async function inCopy(...args: string[]): Promise<void> {
  await run(process.execPath, args, { cwd: copy, env: { ...testEnv(), ...inject('ground').env } })
}
