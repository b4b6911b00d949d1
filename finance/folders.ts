/** Where everything of finance lies below FINANCE_DIR. */
import { join } from 'node:path'

/** The segments of one era's partition: `events/era=1/p=3`. */
export const segmentsFolder = (dir: string, era: number, partition: number): string => join(dir, 'events', `era=${era}`, `p=${partition}`)

/** The events of one era's partition that could not be read: `dead-letters/era=1/p=3`. */
export const deadLettersFolder = (dir: string, era: number, partition: number): string =>
  join(dir, 'dead-letters', `era=${era}`, `p=${partition}`)

/** Segments of one era's partition that were found damaged: `set-aside/era=1/p=3`. */
export const quarantineFolder = (dir: string, era: number, partition: number): string =>
  join(dir, 'set-aside', `era=${era}`, `p=${partition}`)

/** The newest watermark each partition of an era has reached: `watermarks/era=1/p=3.json`. */
export const watermarksFolder = (dir: string, era: number): string => join(dir, 'watermarks', `era=${era}`)

/** The marts, and the manifest that names the newest. */
export const publishedFolder = (dir: string): string => join(dir, 'published')

/** Heads of the journal's chain, one file for each era: what landed, as one hash. */
export const headsFolder = (dir: string): string => join(dir, 'heads')

/** Large files that somebody asked for, kept for a day. */
export const exportsFolder = (dir: string): string => join(dir, 'exports')

/** What months were closed on, a folder for each close: `closes/2026-10/<id of the close>`. */
export const closesFolder = (dir: string, month: string): string => join(dir, 'closes', month)
