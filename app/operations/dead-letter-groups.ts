import { countWords } from '@/components/money'
import type { DeadLetter, Operations } from '@/desks/operations/read-operations'

export type Group = { key: string; reason: string; consumer: DeadLetter['consumer']; events: number; oldest: string; place: string }

/** One group for each cause and consumer, the largest first, with the place of its first event. */
export function deadLetterGroups(letters: readonly DeadLetter[]): Group[] {
  const groups = new Map<string, Group>()
  for (const letter of letters) {
    const key = `${letter.consumer} ${letter.reason}`
    const group = groups.get(key)
    const isOldest = !group || letter.at < group.oldest
    groups.set(key, {
      key,
      reason: letter.reason,
      consumer: letter.consumer,
      events: (group?.events ?? 0) + 1,
      oldest: isOldest ? letter.at : group.oldest,
      place: isOldest ? placeOf(letter) : group.place,
    })
  }
  return [...groups.values()].sort((a, b) => b.events - a.events)
}

/** How many the copies count beyond those in the list. */
export function notListed({ search, finance, deadLetters }: Operations): number {
  return Math.max(0, (search.deadLetters ?? 0) + (finance.deadLetters ?? 0) - deadLetters.length)
}

function placeOf({ partition, position, offset }: DeadLetter): string {
  return position === null ? `p${partition} · offset ${countWords(offset)}` : `p${partition} · ${countWords(position)}`
}
