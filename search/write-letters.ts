/** What the projector does with the index's own dead letters: hands their events to it again, and writes down what became of them. */
import { type Letter, type LetterKeeper, letterId } from '@/events/dead-letter'
import { readEvent } from '@/events/read-event'
import type { Search } from './client'
import { keptOf, LETTER_KINDS, letterDocumentId, letterPage } from './dead-letters'
import { aliasedIndex } from './progress'
import { type Placed, writeDocuments, writePayouts } from './writer'

const INDEX_LIMIT_MS = 3_000

/** Of the index that answers, whichever it is at each call. */
export function searchLetters(search: Search): LetterKeeper {
  const index = async (): Promise<string> => {
    const answering = await aliasedIndex(search, INDEX_LIMIT_MS)
    if (answering === null) throw new Error('no index answers')
    return answering
  }
  return {
    copy: 'search',
    page: (state, after) => letterPage(search, state, after),
    async apply(events) {
      const refused = new Map<string, string>()
      const placed = new Map<Placed['state'], { letter: Letter; placed: Placed }>()
      for (const { letter, arrived } of events) {
        const event = readEvent(arrived.value)
        if (event.kind === 'unreadable') refused.set(letterId(letter), event.reason)
        // Events that are no payout's change nothing here.
        else if (event.kind === 'payout')
          placed.set(event.data.payout, { letter, placed: { state: event.data.payout, position: arrived.position } })
      }
      const notTaken = await writePayouts(
        search,
        await index(),
        [...placed.values()].map((each) => each.placed),
      )
      for (const { state, reason } of notTaken) {
        const found = placed.get(state)
        if (found) refused.set(letterId(found.letter), reason)
      }
      return refused
    },
    async answers() {
      await search.client.indices.refresh({ index: await index() })
    },
    async takeBack() {},
    async note(letters) {
      const to = await index()
      await writeDocuments(
        search,
        to,
        letters.map((letter) => ({
          id: letterDocumentId(letter.partition, letter.offset),
          document: {
            kind: LETTER_KINDS[letter.settled === null ? 'open' : 'settled'],
            partition: letter.partition,
            at: letter.at,
            note: keptOf(letter),
          },
        })),
      )
      await search.client.indices.refresh({ index: to })
    },
  }
}
