import { readFileSync, writeFileSync } from 'node:fs'

/** Changes 64 bytes of a file where they lie, as a failing disk does: its size stays. @param from the first of them; in the middle when left out */
export function flip(path: string, from?: number): void {
  const bytes = readFileSync(path)
  const first = from ?? Math.floor(bytes.length / 2)
  for (let at = first; at < Math.min(first + 64, bytes.length); at += 1) bytes[at] = (bytes[at] ?? 0) ^ 0xff
  writeFileSync(path, bytes)
}
