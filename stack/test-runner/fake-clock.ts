/** Another date for the processes of a test run, by libfaketime: each sees the machine's clock, moved on. */
import { execFileSync } from 'node:child_process'
import { globSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { KEPT, ROOT } from '../paths'
import type { Environment } from '../processes/environment'
import { SetupProblem } from '../setup-problem'
import { dateOfCommit, type TestDate } from './dates'

const LIBRARY = '{usr/,}lib/**/faketime/libfaketimeMT.so.1'
const UNPACKED = join(KEPT, 'faketime')

/** The variables under which a process believes that it is now `date.at`. @throws SetupProblem when libfaketime is not to be had. */
export function fakeClock({ at, timeZone }: TestDate, now: Date): Environment {
  return {
    LD_PRELOAD: libraryPath(),
    FAKETIME: `${at.getTime() < now.getTime() ? '-' : '+'}${Math.abs(Math.round((at.getTime() - now.getTime()) / 1000))}s`,
    // Durations stay what they are; a loop that waits for the monotonic clock would otherwise wait for ever.
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
    ...(timeZone && { TZ: timeZone }),
  }
}

/** On a build machine each commit is tested at one of the dates; elsewhere, and where libfaketime is not to be had, at the machine's own. */
export function clockOfCommit(log: (line: string) => void): Environment {
  if (!process.env.CI) return {}
  const now = new Date()
  const commit = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: ROOT, encoding: 'utf8' })
  const date = dateOfCommit(commit, now)
  try {
    const clock = fakeClock(date, now)
    log(`the clock stands at ${date.at.toISOString()}: ${date.name}`)
    return clock
  } catch (error) {
    if (!(error instanceof SetupProblem)) throw error
    log(`the clock stands at the machine's own date. ${error.message}`)
    return {}
  }
}

/** The system's, else the one of Debian's package, unpacked beside our data: that needs no rights. */
function libraryPath(): string {
  const found = globSync(LIBRARY, { cwd: '/' })[0]
  if (found) return join('/', found)
  const unpacked = () => globSync(LIBRARY, { cwd: UNPACKED })[0]
  if (!unpacked()) unpack()
  const path = unpacked()
  if (path) return join(UNPACKED, path)
  throw new SetupProblem('Tests at another date need libfaketime: install it (Debian: faketime).')
}

function unpack(): void {
  mkdirSync(UNPACKED, { recursive: true })
  const quietly = { cwd: UNPACKED, stdio: 'ignore' } as const
  try {
    // The lists of a new machine may name no package at all; only root may fetch them.
    if (process.getuid?.() === 0) execFileSync('apt-get', ['update', '-qq'], quietly)
    execFileSync('apt-get', ['download', '-qq', 'libfaketime'], quietly)
    for (const file of globSync('*.deb', { cwd: UNPACKED })) execFileSync('dpkg-deb', ['-x', file, '.'], quietly)
  } catch {
    // Said by whoever finds no library there.
  }
}
