import { variable } from '@/stack/variable'

/** Files have this many rows, payments or entries. */
export const LINES = Number(variable('BENCH_LINES', '100000'))

/** What is done with a file of `LINES` lines. `file` and `prepare` are not timed; what `prepare` returns is, and returns how many lines it has done. */
export type FileCase = {
  /** The bytes to be read; a case that writes has none. */
  file?: () => Iterable<Uint8Array>
  prepare: (path: string) => () => number | Promise<number>
}
