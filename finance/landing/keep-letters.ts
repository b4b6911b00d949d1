/** What the loader does with finance's own dead letters: lands their events in their places, and writes down what became of them. */
import { type Letter, type LetterKeeper, letterId } from '@/events/dead-letter'
import type { Arrived } from '@/events/projection'
import { letterEra, letterPage } from '../dead-letters'
import type { Mending } from '../mending'
import { aloneWithStore } from './alone-with-store'
import { noteLetters } from './dead-letters'
import { mend, unmend } from './mend'

type Item = { letter: Letter; arrived: Arrived }

/** Of the era that is published. */
export function financeLetters(dir: string, mending: Mending): LetterKeeper {
  const withStore = aloneWithStore(dir, mending)
  return {
    copy: 'finance',
    page: async (state, after) => letterPage(dir, await letterEra(dir), state, after),
    apply: (events) =>
      withStore(async (store) => {
        const notTaken = new Map<string, string>()
        for (const [, items] of byPartition(events)) {
          const { era, partition } = (items[0] as Item).letter
          const refused = await mend(
            store,
            { dir, era, partition },
            items.map(({ arrived }) => arrived),
          )
          const why = new Map(refused.map(({ arrived, reason }) => [arrived.position, reason]))
          for (const { letter, arrived } of items) {
            const reason = why.get(arrived.position)
            if (reason !== undefined) notTaken.set(letterId(letter), reason)
          }
        }
        return notTaken
      }),
    answers: (signal) => mending.built(signal),
    takeBack: (letters) =>
      withStore(async (store) => {
        for (const { era, partition, position } of letters)
          if (position !== null) await unmend(store, { dir, era, partition }, [BigInt(position)])
      }),
    note: (letters) => noteLetters(dir, letters),
  }
}

function byPartition(events: readonly Item[]): Map<string, Item[]> {
  const found = new Map<string, Item[]>()
  for (const item of events) {
    const key = `${item.letter.era} ${item.letter.partition}`
    found.set(key, [...(found.get(key) ?? []), item])
  }
  return found
}
