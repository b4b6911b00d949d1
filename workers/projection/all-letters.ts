/** Every open letter of a copy, and what whoever settles them needs. */
import type { Letter, LetterKeeper } from '@/events/dead-letter'
import type { LetterRepairs } from '@/operations/repairs/letter-repairs'
import type { Clock } from '@/platform/clock'
import type { Around } from './run'

export type LetterOptions = Around & { repairs: LetterRepairs; letters: LetterKeeper; clock: Clock }

/** Read page by page; only those that are meant are kept. */
export async function allLetters(letters: LetterKeeper, isMeant: (letter: Letter) => boolean = () => true): Promise<Letter[]> {
  const found: Letter[] = []
  for (let after: string | null = null; ; ) {
    const page = await letters.page('open', after)
    found.push(...page.letters.filter(isMeant))
    if (page.next === null) return found
    after = page.next
  }
}
