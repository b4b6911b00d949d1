import { readFileSync, writeFileSync } from 'node:fs'

/** Changes a file where it lies, as a failing disk does: its size stays. */
export function flip(path: string): void {
  const bytes = readFileSync(path)
  const middle = Math.floor(bytes.length / 2)
  for (let at = middle; at < middle + 64; at += 1) bytes[at] = (bytes[at] ?? 0) ^ 0xff
  writeFileSync(path, bytes)
}
