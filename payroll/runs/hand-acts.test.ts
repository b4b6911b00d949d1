/** If one of these fails, somebody is barred from approving a run and told nonsense about why. */
import { expect, it } from 'vitest'
import { HAND_ACTS, HAND_WORDS } from './hand-acts'

it('names every act, from the file to the run, in the order in which they happen', () => {
  expect(HAND_ACTS[0]).toBe('uploaded')
  expect(HAND_ACTS.at(-1)).toBe('submitted')
  expect(Object.keys(HAND_WORDS)).toEqual([...HAND_ACTS])
})

it.each(HAND_ACTS)('tells %s with a verb and with the run or its file, which is named in place of "it" or "its"', (act) => {
  expect(`You ${HAND_WORDS[act]}.`).toMatch(/^You [a-z]{3,}\b.* ?\b(it|its|its .+)\b.*\.$/)
})
