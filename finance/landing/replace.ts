/**
 * A landing that was filled anew beside the present one takes its place: folders change their names. It is written down before the first one does, so that
 * whoever is killed between two of them finishes it when the loader starts again.
 */
import { link, mkdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { syncFolder, unless, writeWhole } from '../atomic-file'
import { publishedFile, readManifest } from '../manifest'

const PARTS = ['events', 'dead-letters', 'watermarks'] as const
const FOLDER = /^(refill|replaced)-([0-9a-f-]{36})$/
const begun = z.object({ id: z.uuid(), era: z.int() })

/** The folder below FINANCE_DIR that a repair fills anew. */
export const refillFolder = (id: string): string => `refill-${id}`
/** The folder below FINANCE_DIR with the landing that a repair has replaced. */
export const replacedFolder = (id: string): string => `replaced-${id}`
const notePath = (dir: string): string => join(dir, 'replacing.json')
const exists = async (path: string): Promise<boolean> => (await stat(path).catch(unless('ENOENT'))) !== undefined

/** How far it is: `none` where there is nothing to put in place. */
export type Replacing = 'none' | 'filled' | 'begun' | 'replaced'

/** Where the refill of a repair stands. */
export async function replacingOf(dir: string, id: string): Promise<Replacing> {
  if (await isReplacing(dir)) return 'begun'
  if (await exists(join(dir, replacedFolder(id)))) return 'replaced'
  return (await exists(join(dir, refillFolder(id), 'events'))) ? 'filled' : 'none'
}

/** Writes down that it takes its place: from here on it does. Nothing may be written to it any more. */
export const beginReplacing = (dir: string, id: string, era: number): Promise<void> =>
  writeWhole(notePath(dir), `${JSON.stringify({ id, era })}\n`)

/** Whether a landing is to be replaced: whoever writes the present one lets go of it. */
export const isReplacing = (dir: string): Promise<boolean> => exists(notePath(dir))

const shownPath = (dir: string, id: string): string => join(dir, replacedFolder(id), 'shown-before.duckdb')

/** The figures that people saw until the landing of a repair came into its place; null where they could not be kept. */
export const shownBefore = async (dir: string, id: string): Promise<string | null> =>
  (await exists(shownPath(dir, id))) ? shownPath(dir, id) : null

/** Under a second name: later publications take the first one away, and the new landing publishes before anybody has looked what it changed. */
async function keepShown(dir: string, id: string): Promise<void> {
  const manifest = await readManifest(dir).catch(() => null)
  if (manifest === null) return
  await link(publishedFile(dir, manifest), shownPath(dir, id)).catch(() => undefined) // it is there already, or gone, or the disk knows no second names
}

/** Finishes what was begun, while nobody writes the landing. One of an era that is over is left undone. */
export async function finishReplacing(dir: string, era: number): Promise<void> {
  const text = await readFile(notePath(dir), 'utf8').catch(unless('ENOENT'))
  if (text === undefined) return
  const { id, era: meant } = begun.parse(JSON.parse(text))
  if (meant === era) {
    const [fresh, old] = [join(dir, refillFolder(id)), join(dir, replacedFolder(id))]
    await mkdir(old, { recursive: true })
    await keepShown(dir, id)
    for (const part of PARTS) {
      const place = join(part, `era=${era}`)
      if (!(await exists(join(old, place)))) await moveIfThere(join(dir, place), join(old, place))
      await moveIfThere(join(fresh, place), join(dir, place))
    }
    await syncFolder(dir)
  }
  await rm(notePath(dir), { force: true })
  await dropLanding(dir, refillFolder(id))
}

async function moveIfThere(from: string, to: string): Promise<void> {
  if (!(await exists(from))) return
  await mkdir(dirname(to), { recursive: true })
  await rename(from, to)
  await syncFolder(dirname(to))
}

/** Deletes a landing that nobody needs any more, by its folder's name; any other name is left alone. */
export async function dropLanding(dir: string, name: string): Promise<void> {
  if (FOLDER.test(name)) await rm(join(dir, name), { recursive: true, force: true })
}

const groupPath = (dir: string, era: number): string => join(dir, 'watermarks', `era=${era}`, 'group.txt')

/** The consumer group that has filled a landing, and goes on with it: another one's offsets say nothing of it. Null for the first. */
export const readGroup = async (dir: string, era: number): Promise<string | null> =>
  (await readFile(groupPath(dir, era), 'utf8').catch(unless('ENOENT')))?.trim() || null

/** Keeps it beside the landing. */
export const writeGroup = (dir: string, era: number, group: string): Promise<void> => writeWhole(groupPath(dir, era), `${group}\n`)
