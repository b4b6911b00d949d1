/** Each cause of a difference, by what was read: the sentence, and who puts it right. */
import { describe, expect, it } from 'vitest'
import type { CanonicalTexts } from '@/events/canonical'
import type { HeldPayout, PayoutInCopy } from '@/events/held-copy'
import { type CopyAsked, explainCopy, explainLedger, REASONS } from './explain-copy'
import { namedTexts } from './ledger-at'
import type { LedgerSide } from './ledger-side'

const texts = (change: Partial<CanonicalTexts> = {}): CanonicalTexts => ({
  ...namedTexts([]),
  ...{ id: 'a', version: '2', status: 'held', amountMinor: '100' },
  ...change,
})
const held = (change: Partial<CanonicalTexts> = {}, altered: HeldPayout['altered'] = []): HeldPayout => ({
  id: 'a',
  texts: texts(change),
  altered,
})
const OLD = held({ version: '1', status: 'submitted' })
const AT = '2026-11-30T10:00:00.000Z'
const ALIVE = { state: 'alive', silentMs: 500, lastError: null, gapAt: null, publishDueAt: null } as const
const SILENT = { ...ALIVE, state: 'silent', silentMs: 75_000 } as const

const LEDGER: LedgerSide = {
  ...{ at: AT, era: 1, row: texts(), holder: null, before: 0, kafkaLost: [] },
  event: { version: 2, type: 'payout.held', recordedAt: AT, texts: texts() },
  place: { partition: 3, state: 'published', position: '40', atMost: null, offset: '7' },
  relay: { ...ALIVE, role: 'leading', stop: null },
  workers: { search: ALIVE, finance: ALIVE },
}
const COPY: PayoutInCopy = {
  ...{ era: 1, position: '41', coveredUntil: AT, applied: 41n, gapAt: null, isOlder: false, letters: [] },
  ...{ held: OLD, heldAt: '12', written: OLD },
}
const WAITING = { place: { ...LEDGER.place, state: 'waiting', position: null, offset: null } } as const
const letter = { position: '40', offset: '7', version: 2, reason: 'it cannot be read.', at: AT }

type Case = {
  of: string
  ledger?: Partial<LedgerSide>
  copy?: Partial<PayoutInCopy> | null
  name?: CopyAsked['name']
  toTake?: number | null
}
const explained = ({ ledger = {}, copy = {}, name = 'search', toTake = 5 }: Omit<Case, 'of'>) =>
  explainCopy({ ...LEDGER, ...ledger }, { name, copy: copy && { ...COPY, ...copy }, toTake })

const CASES: readonly (Case & { says: string; repair: RegExp | null })[] = [
  { of: 'agrees', copy: { held: held() }, says: 'Search holds what the ledger says.', repair: null },
  {
    of: 'no-answer',
    copy: null,
    says: 'Search does not answer, so that nobody knows what it holds of this payout.',
    repair: /starts Elasticsearch/,
  },
  {
    of: 'no-answer',
    copy: null,
    name: 'finance',
    says: 'Finance does not answer, so that nobody knows what it holds of this payout.',
    repair: /last error/,
  },
  {
    ...{ of: 'not-refreshed', copy: { written: held(), applied: 12n } },
    ...{ says: 'Search has written the change, and it can be found after the next refresh.', repair: /within seconds/ },
  },
  {
    ...{ of: 'relay-down', ledger: { ...WAITING, relay: { ...SILENT, role: 'leading', stop: null } } },
    ...{ says: 'The change is committed and not published yet: the relay has not responded for 75 s.', repair: /starts the outbox-relay/ },
  },
  {
    ...{ of: 'relay-down', ledger: { ...WAITING, relay: { ...ALIVE, state: 'not-started', silentMs: null, role: null, stop: null } } },
    ...{ says: 'The change is committed and not published yet: the relay has never responded.', repair: /starts the outbox-relay/ },
  },
  {
    ...{ of: 'relay-down', ledger: { ...WAITING, relay: { ...ALIVE, role: 'leading', stop: 'It is another database.' } } },
    ...{ says: 'The change is committed and not published yet: the relay has stopped.', repair: /another database/ },
  },
  {
    ...{ of: 'relay-down', ledger: { ...WAITING, relay: { ...ALIVE, role: 'starting', stop: null } } },
    ...{ says: 'The change is committed and not published yet: no relay leads.', repair: /leads as soon as/ },
  },
  {
    ...{ of: 'held-back', ledger: { ...WAITING, holder: { pid: 4711, openMs: 180_000 } } },
    says: 'The change is committed and not published yet: a transaction of process 4711 of Postgres, open for 3 min, holds back everything that was committed after it began.',
    repair: /once that transaction ends/,
  },
  {
    ...{ of: 'held-back', ledger: { ...WAITING, holder: { pid: null, openMs: null } } },
    says: 'The change is committed and not published yet: a prepared transaction holds back everything that was committed after it began.',
    repair: /once that transaction ends/,
  },
  {
    ...{ of: 'relay-behind', ledger: { ...WAITING, before: 1_204 } },
    ...{ says: 'The change is committed and not published yet: the relay has 1,204 events to publish before it.', repair: /by itself/ },
  },
  {
    ...{ of: 'relay-behind', ledger: { place: { ...LEDGER.place, state: 'planned' } }, copy: { applied: 39n } },
    ...{ says: 'The change is committed and not published yet: the relay is about to publish it.', repair: /by itself/ },
  },
  { of: 'not-filled', copy: { era: null, held: null, written: null }, says: 'Search was not filled yet.', repair: /fills it by itself/ },
  {
    ...{ of: 'other-history', ledger: { era: 2 } },
    ...{ says: 'Search is of era 1, from before the ledger was restored; the ledger is of era 2.', repair: /fills it by itself/ },
  },
  {
    ...{ of: 'dead-letter', copy: { letters: [letter], held: null, written: null } },
    ...{ says: 'Search could not take the event and has set it aside as a dead letter: it cannot be read.', repair: /Dead letters/ },
  },
  {
    ...{ of: 'older-definition', copy: { isOlder: true, applied: 20n } },
    ...{
      says: 'What search answers from was made by an older definition, and is fed no more: it is filled anew beside it.',
      repair: /fills it by itself/,
    },
  },
  {
    ...{ of: 'older-definition', name: 'finance', copy: { isOlder: true, era: null } },
    ...{
      says: 'What finance answers from was made by an older definition, and is fed no more: it is filled anew beside it.',
      repair: /fills it by itself/,
    },
  },
  {
    ...{ of: 'gap', copy: { applied: 20n, gapAt: 20n }, ledger: { kafkaLost: [3] } },
    ...{ says: 'Search waits at a gap: events after position 20 of partition 3 are missing in Kafka.', repair: /is sending them again/ },
  },
  {
    ...{ of: 'gap', name: 'finance', copy: { applied: 20n }, ledger: { workers: { search: ALIVE, finance: { ...ALIVE, gapAt: 20n } } } },
    ...{ says: 'Finance waits at a gap: events after position 20 of partition 3 are missing in Kafka.', repair: /sends them again/ },
  },
  { of: 'behind', copy: { applied: 20n }, says: 'Search is behind by 5 events of its partition.', repair: /catches up by itself/ },
  {
    ...{ of: 'behind', copy: { applied: 20n }, toTake: 1, ledger: { workers: { search: SILENT, finance: ALIVE } } },
    says: 'Search is behind by 1 event of its partition, and its search-projector has not responded for 75 s.',
    repair: /starts the search-projector/,
  },
  {
    ...{
      of: 'behind',
      copy: { applied: 20n },
      toTake: null,
      ledger: { workers: { search: { ...ALIVE, lastError: 'disk full' }, finance: ALIVE } },
    },
    ...{ says: 'Search is behind by more events of its partition than can be counted here.', repair: /disk full/ },
  },
  {
    ...{ of: 'publication-due', name: 'finance', copy: { position: '39' } },
    ledger: { workers: { search: ALIVE, finance: { ...ALIVE, publishDueAt: '2026-11-30T10:00:05.000Z' } } },
    ...{ says: 'Finance has the event; the publication that shows it is due at 10:00:05 UTC.', repair: /published by itself/ },
  },
  {
    ...{ of: 'publication-due', name: 'finance', copy: { position: '39' } },
    ledger: { workers: { search: ALIVE, finance: { ...SILENT, publishDueAt: '2026-11-30T09:59:05.000Z' } } },
    ...{ says: 'Finance has the event; the publication that shows it was due at 09:59:05 UTC.', repair: /starts the finance-loader/ },
  },
  {
    of: 'damaged',
    says: 'The copy is damaged: search says that it has every event up to position 41, and still holds version 1.',
    repair: /made anew/,
  },
  {
    ...{ of: 'damaged', copy: { held: null, written: null } },
    ...{
      says: 'The copy is damaged: search says that it has every event up to position 41, and does not have this payout.',
      repair: /made anew/,
    },
  },
  {
    ...{ of: 'damaged', name: 'finance', copy: { held: held({ amountMinor: '101' }) } },
    ...{
      says: 'The copy is damaged: finance says that it has every event up to position 41, and holds what no event says.',
      repair: /made anew/,
    },
  },
  {
    ...{ of: 'damaged', copy: { held: held({}, [{ field: 'document.status', expected: 'held', actual: 'sent' }]) } },
    ...{
      says: 'The copy is damaged: search says that it has every event up to position 41, and holds what no event says.',
      repair: /made anew/,
    },
  },
  {
    ...{ of: 'damaged', ledger: { row: null, event: null } },
    ...{
      says: 'The copy is damaged: search says that it has every event up to position 41, and has a payout that the ledger does not have.',
      repair: /made anew/,
    },
  },
]

describe('one sentence for each copy', () => {
  it.each(CASES)('$of: $says', ({ of, says, repair, ...evidence }) => {
    const { reason, sentence, remedy } = explained(evidence)
    expect({ reason, sentence }).toEqual({ reason: of, sentence: says })
    if (repair === null) expect(remedy).toBe(null)
    else expect(remedy?.text).toMatch(repair)
  })

  it('every cause of the list is told by some evidence', () => {
    const told = new Set([...CASES.map(({ of }) => of), 'row-without-event'])
    expect([...told].sort()).toEqual([...REASONS].sort())
  })

  it('an event that the copy has is never said to be unpublished, and a letter of another version explains nothing', () => {
    expect(explained({ ledger: { place: { ...LEDGER.place, state: 'planned' } } }).reason).toBe('damaged')
    expect(explained({ copy: { letters: [{ ...letter, position: '12', version: 1 }] } }).reason).toBe('damaged')
    expect(explained({ copy: { letters: [{ ...letter, position: '12', version: 1 }], applied: 39n } }).reason).toBe('behind')
  })

  it('whose number the relay has forgotten: it is at most the last forgotten one', () => {
    const place = { ...LEDGER.place, position: null, atMost: '40' }
    expect(explained({ ledger: { place } }).reason).toBe('damaged')
    expect(explained({ ledger: { place }, copy: { applied: 39n }, toTake: null }).reason).toBe('behind')
  })

  it('several at once: the first on the way', () => {
    const everything: Case = {
      of: '',
      ledger: {
        ...WAITING,
        holder: { pid: 1, openMs: 1 },
        relay: { ...SILENT, role: 'leading', stop: null },
        workers: { search: SILENT, finance: SILENT },
      },
      copy: { applied: 1n, gapAt: 1n, isOlder: true, letters: [{ ...letter, position: '1' }] },
    }
    expect(explained(everything).reason).toBe('relay-down')
    expect(explained({ ...everything, ledger: { ...everything.ledger, relay: LEDGER.relay } }).reason).toBe('held-back')
    const published = { ...everything, ledger: { workers: { search: SILENT, finance: SILENT } } }
    expect(explained(published).reason).toBe('dead-letter')
    expect(explained({ ...published, copy: { ...published.copy, letters: [] } }).reason).toBe('older-definition')
    expect(explained({ ...published, copy: { ...published.copy, letters: [], isOlder: false } }).reason).toBe('gap')
    expect(explained({ ...published, copy: { ...published.copy, letters: [], isOlder: false, gapAt: null } }).reason).toBe('behind')
  })
})

describe('the ledger with itself', () => {
  it('a row that is not what its event says, or that has none', () => {
    expect(explainLedger(LEDGER)).toBe(null)
    expect(explainLedger({ ...LEDGER, row: texts({ amountMinor: '101' }) })?.reason).toBe('row-without-event')
    expect(explainLedger({ ...LEDGER, event: null })?.reason).toBe('row-without-event')
    expect(explainLedger({ row: null, event: null })).toBe(null)
  })

  it('an event that cannot be read is compared with nothing: the row stands for it', () => {
    const event = { version: 2, type: 'payout.held', recordedAt: AT, texts: null }
    expect(explainLedger({ row: texts(), event })).toBe(null)
    expect(explained({ ledger: { event }, copy: { held: held() } }).reason).toBe('agrees')
  })
})
