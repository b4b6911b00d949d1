import { readFileSync } from 'node:fs'
import { join } from 'node:path'

// Handed over as text: the account that Postgres runs under may not be able to read our files.
const SCRIPT = readFileSync(join(import.meta.dirname, 'guard.sh'), 'utf8')

/**
 * The command line that runs a program and ends it when our end of its standard input is closed, for a program that does not watch that itself.
 * @param first the signal that asks it to end. @param last the one sent 5 s later.
 */
export function guarded(first: string, last: string, command: string, args: readonly string[]): { command: string; args: string[] } {
  return { command: '/bin/sh', args: ['-c', SCRIPT, 'guard', first, last, command, ...args] }
}
