/** The cause that is named, by what the journal, the row and the copy say of one payout. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { canonicalTexts } from '@/events/canonical'
import type { PayoutState } from '@/events/read-event'
import { differencesOf, type Evidence } from './name-cause'

const sample = readFileSync(join(import.meta.dirname, '../../events/samples/payout.settled.v1.json'), 'utf8')
const state = (JSON.parse(sample) as { data: { payout: PayoutState } }).data.payout
const now = canonicalTexts(state)
const other = (change: Partial<PayoutState>) => canonicalTexts({ ...state, ...change })
const eventOf = (change: Partial<PayoutState>): string => {
  const event = JSON.parse(sample) as { data: { payout: PayoutState } }
  return JSON.stringify({ ...event, data: { ...event.data, payout: { ...state, ...change } } })
}
const earlier = { version: state.version - 1 }
const WELL: Evidence = {
  ...{ id: state.id, copy: 'search', row: now, held: { id: state.id, texts: now, altered: [] } },
  ...{ events: [eventOf(earlier), sample], isDeadLettered: false, isOlder: false },
}
const held = (change: Partial<PayoutState>) => ({ id: state.id, texts: other(change), altered: [] })
const ODD = [{ field: 'document.status', expected: 'settled', actual: 'sent' }]

it.each<[string, Partial<Evidence>, string[]]>([
  ['all say the same', {}, []],
  ['the copy has an earlier version', { held: held(earlier) }, ['search behind']],
  [
    'the copy has an earlier version, for it could not take the next',
    { held: held(earlier), isDeadLettered: true },
    ['search event-unreadable'],
  ],
  ['the copy has what no event says', { held: held({ amountMinor: '1' }) }, ['search altered']],
  ['the copy has another field beside the state', { held: { id: state.id, texts: now, altered: ODD } }, ['search altered']],
  ['so does one of an older definition', { held: { id: state.id, texts: now, altered: ODD }, isOlder: true }, ['search older-definition']],
  ['the copy has no state that can be read', { held: { id: state.id, texts: null, altered: [] } }, ['search altered']],
  ['the copy has nothing', { held: null }, ['search missing']],
  ['the copy has nothing, for it could not take the event', { held: null, isDeadLettered: true }, ['search event-unreadable']],
  ['nobody but the copy has it', { row: null, events: [] }, ['search extra']],
  ['the row is another than its event', { row: other({ amountMinor: '1' }) }, ['ledger row-without-event']],
  ['the row is gone', { row: null }, ['ledger row-without-event']],
  ['the row has no event', { events: [], held: null }, ['ledger row-without-event']],
  [
    'row and copy agree, and the event says another thing',
    { row: other({ amountMinor: '1' }), held: held({ amountMinor: '1' }) },
    ['ledger row-without-event', 'search altered'],
  ],
  ['today’s code cannot read the event', { events: [eventOf(earlier), '{}'], held: held(earlier) }, ['search event-unreadable']],
  ['today’s code cannot read it, and all agree', { events: ['{}'] }, []],
])('%s', (_, change, found) => {
  const differences = differencesOf({ ...WELL, ...change })
  expect(differences.map(({ store, cause }) => `${store} ${cause}`)).toEqual(found)
  for (const { fields } of differences) expect(fields.length).toBeGreaterThan(_.includes('no state') ? -1 : 0)
})
