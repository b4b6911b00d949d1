/** The files that dead letters of the landing are kept in: their names alone tell which are open. */
import { join } from 'node:path'
import { PARTITIONS } from '@/events/topics'
import { namesIn } from './atomic-file'
import { deadLettersFolder } from './folders'

const NAME = /^(\d{1,19})(-offset-\d{1,19})?(?:\.(applied|discarded))?\.json$/

/** `place` is its name without what became of it. */
export type LetterFile = {
  folder: string
  partition: number
  name: string
  place: string
  position: bigint
  hasPlace: boolean
  how: How | null
}
type How = 'applied' | 'discarded'

/** Where its file lies, by what became of it. */
export const letterPath = ({ folder, place }: Pick<LetterFile, 'folder' | 'place'>, how: How | null): string =>
  join(folder, how === null ? `${place}.json` : `${place}.${how}.json`)

/** Every letter of an era, once, by the names of the files: whoever was stopped between two of them left both, and the settled one counts. */
export async function letterFiles(dir: string, era: number): Promise<LetterFile[]> {
  const lists = await Promise.all(
    Array.from({ length: PARTITIONS }, (_, partition) => filesOf(deadLettersFolder(dir, era, partition), partition)),
  )
  return lists.flat()
}

/** Those of one partition's folder. */
export async function filesOf(folder: string, partition: number): Promise<LetterFile[]> {
  const files = new Map<string, LetterFile>()
  for (const name of await namesIn(folder)) {
    const [, position, offset = '', how] = NAME.exec(name) ?? []
    if (position === undefined) continue
    const place = position + offset
    if (how === undefined && files.has(place)) continue
    files.set(place, { folder, partition, name, place, position: BigInt(position), hasPlace: offset === '', how: (how as How) ?? null })
  }
  return [...files.values()]
}
