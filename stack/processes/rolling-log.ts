import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

const BYTES_MAX = 5_000_000
const TAIL_LINES = 30

export type RollingLog = { readonly file: string; write(chunk: Buffer | string): void; tail(): string }

/** A log file that is moved to `<file>.1` when it passes 5 MB, so that a demo left running does not fill the disk. `tail()` is its last 30 lines. */
export function rollingLog(file: string): RollingLog {
  mkdirSync(dirname(file), { recursive: true })
  let bytes = sizeOf(file)
  let recent = ''
  return {
    file,
    write(chunk) {
      recent = (recent + chunk.toString()).slice(-8_000)
      // A full disk or a removed folder must not end the process whose child is logged.
      try {
        if (bytes > BYTES_MAX) {
          renameSync(file, `${file}.1`)
          bytes = 0
        }
        appendFileSync(file, chunk)
        bytes += chunk.length
      } catch (error) {
        recent = `${recent}\n(the log could not be written: ${(error as Error).message})`
      }
    },
    tail: () => recent.trimEnd().split('\n').slice(-TAIL_LINES).join('\n'),
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}
