import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { jdksIn } from './find-java'

const folder = mkdtempSync(join(tmpdir(), 'jdks-'))
afterAll(() => rmSync(folder, { recursive: true }))

function jdk(name: string, version: string, compiler = true): string {
  const home = join(folder, name)
  mkdirSync(join(home, 'bin'), { recursive: true })
  if (compiler) writeFileSync(join(home, 'bin/javac'), '')
  writeFileSync(join(home, 'release'), `IMPLEMENTOR="X"\nJAVA_VERSION="${version}"\n`)
  return home
}

describe('finding a JDK', () => {
  it('reads the version from the JDK itself, takes each one once and passes over a JRE', () => {
    const homes = [jdk('a', '17.0.15'), jdk('b', '25.0.3'), jdk('b', '25.0.3'), jdk('jre', '26', false), join(folder, 'none')]
    expect(jdksIn(homes).map((one) => one.version)).toEqual(['17.0.15', '25.0.3'])
  })
})
