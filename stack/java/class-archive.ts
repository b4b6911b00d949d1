import { createHash } from 'node:crypto'
import { existsSync, globSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Child } from '../processes/child'
import type { Jdk } from './find-java'

export type ClassArchive = { flags: readonly string[]; keepWhenEnded(child: Child): void }

/**
 * A class-data archive beside the jars halves the start of a JVM (run: both servers 12 to 15 s without, 6 to 8 s with).
 * The first run writes it aside as it ends in order, later ones read it; without it, or with one of another JVM, a start is merely slow.
 */
export function classArchive(folder: string, jdk: Jdk): ClassArchive {
  const archive = join(folder, `classes-${createHash('sha256').update(`${jdk.home} ${jdk.version}`).digest('hex').slice(0, 8)}.jsa`)
  // -Xlog:disable silences an error about the archive that is none.
  if (existsSync(archive)) return { flags: [`-XX:SharedArchiveFile=${archive}`, '-Xlog:disable'], keepWhenEnded: () => {} }
  const aside = `${archive}.${process.pid}`
  for (const unfinished of globSync(`${archive}.*`)) if (!isAlive(Number(unfinished.split('.').at(-1)))) rmSync(unfinished, { force: true })
  return {
    flags: [`-XX:ArchiveClassesAtExit=${aside}`, '-Xlog:disable'],
    keepWhenEnded(child) {
      void child.ended.then((how) => {
        if (!existsSync(aside)) return
        if (/code (0|143)$/.test(how)) renameSync(aside, archive)
        else rmSync(aside, { force: true })
      })
    },
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
