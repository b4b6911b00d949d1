/** What the first start does to a checkout, with a stand-in for npm. */
import { spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'

const LOCKED = '{ "lockfileVersion": 3, "packages": { "node_modules/@other/platform": { "optional": true } } }\n'

let dir = ''
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'payledger-bootstrap-'))
  mkdirSync(join(dir, 'stack/commands'), { recursive: true })
  copyFileSync(join(import.meta.dirname, 'bootstrap.mjs'), join(dir, 'stack/bootstrap.mjs'))
  writeFileSync(join(dir, 'stack/commands/start.ts'), '')
  writeFileSync(join(dir, 'package-lock.json'), LOCKED)
})
afterEach(() => rmSync(dir, { recursive: true }))

function program(path: string, script: string): void {
  writeFileSync(path, `#!/bin/sh\n${script}\n`)
  chmodSync(path, 0o755)
}

/** npm as it was seen: it installs, and writes the lockfile anew without what this platform does not need. */
function npm(exitCode: number): void {
  mkdirSync(join(dir, 'bin'))
  const node = join(dir, 'node_modules/node/bin/node')
  program(
    join(dir, 'bin/npm'),
    `echo "npm $*" >> ${dir}/npm.log; echo '{ "lockfileVersion": 3 }' > ${dir}/package-lock.json; mkdir -p ${dir}/node_modules/node/bin
    printf '#!/bin/sh\\nexit 0\\n' > ${node}; chmod +x ${node}; exit ${exitCode}`,
  )
}

const start = () =>
  spawnSync(process.execPath, [join(dir, 'stack/bootstrap.mjs'), 'start'], {
    env: { ...process.env, PATH: `${dir}/bin:${process.env.PATH}` },
    encoding: 'utf8',
  })

it('leaves the lockfile as it is committed, and does not install again at the next start', () => {
  npm(0)
  expect(start()).toMatchObject({ status: 0, stderr: '' })
  expect(readFileSync(join(dir, 'package-lock.json'), 'utf8')).toBe(LOCKED)
  expect(start().stdout).toBe('')
  expect(readFileSync(join(dir, 'npm.log'), 'utf8').trim().split('\n')).toHaveLength(1)
})

it('leaves it so when the installation fails, too, and then installs again', () => {
  npm(1)
  expect(start()).toMatchObject({ status: 1, stderr: 'npm install failed; its own words stand above.\n' })
  expect(readFileSync(join(dir, 'package-lock.json'), 'utf8')).toBe(LOCKED)
  start()
  expect(readFileSync(join(dir, 'npm.log'), 'utf8').trim().split('\n')).toHaveLength(2)
})
