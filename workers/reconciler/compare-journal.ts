/** The journal numbered again from its beginning, held against what the relay noted of it and against what Kafka holds. */

import { partitionOf } from '@/events/partition'
import { PARTITIONS } from '@/events/topics'
import type { Difference } from '@/operations/compare/difference'
import { type JournalHead, journalHead, journalRows, type NotedHash, notedHashes } from '@/operations/compare/journal-rows'
import { type NumberedEvent, type Numbering, numberRows, unnumbered } from '@/payroll/journal/relay/numbering'
import type { Ledger } from '@/payroll/transaction/open-ledger'
import type { Kafka } from '../kafka/connect'
import { digestOf, readTopic, type TopicContent } from './read-topic'

/** Where one is found, more of the same say nothing more. */
const NAMED_MAX = 100

/** `events` were found in Kafka up to `position`, as a copy would read them. */
export type JournalCompared = { leftOut: string | null; differences: Difference[]; wholly: string[]; position: bigint; events: number }
type Options = { ledger: Ledger; kafka: Kafka; topicPrefix: string; secret: string }

/**
 * Whether every event is in Kafka as the journal has it, and the journal is the one that was published: its hash chain, computed anew, is what the relay noted.
 * Without Kafka the journal is still held against itself. @throws when Postgres does not answer.
 */
export async function compareJournal({ ledger, kafka, topicPrefix, secret }: Options): Promise<JournalCompared> {
  const head = await journalHead(ledger)
  if (!head) return { leftOut: 'nothing was published yet', differences: [], wholly: [], position: 0n, events: 0 }
  const topic = await readTopic(kafka, topicPrefix, secret, head).catch((error: unknown) => whyNot(error))
  const content = typeof topic === 'string' ? null : topic
  const differences = [...(content ? disbelieved(content) : []), ...(await numberAgain(ledger, head, content))]
  const isComplete = differences.length < NAMED_MAX
  return {
    leftOut: typeof topic === 'string' ? topic : null,
    differences,
    ...{ position: head.position, events: content?.digests.reduce((count, digest) => count + (digest === 0n ? 0 : 1), 0) ?? 0 },
    wholly: isComplete && content ? ['kafka event', 'ledger event', 'ledger journal'] : isComplete ? ['ledger journal'] : [],
  }
}

const whyNot = (error: unknown): string => `it does not answer: ${error instanceof Error ? error.message : String(error)}`.slice(0, 300)

async function numberAgain(ledger: Ledger, head: JournalHead, content: TopicContent | null): Promise<Difference[]> {
  const noted = await notedHashes(ledger, head)
  const differences: Difference[] = []
  let numbering: Numbering = unnumbered(PARTITIONS)
  let broken: Difference | null = null
  for await (const rows of journalRows(ledger, head)) {
    // A batch ends where its hash was noted: there the chain is compared.
    for (let from = 0; from < rows.length; ) {
      while (noted[0] && noted[0].last <= numbering.position) noted.shift()
      const until = noted[0] ? from + Number(noted[0].last - numbering.position) : rows.length
      const { after, events } = numberRows(numbering, rows.slice(from, until), partitionOf)
      numbering = after
      from = Math.min(until, rows.length)
      broken ??= breaks(noted[0], numbering)
      if (content && differences.length < NAMED_MAX) differences.push(...apart(events, content, head))
    }
  }
  if (!broken && numbering.position !== head.position) broken = short(head, numbering)
  return [...(broken ? [broken] : []), ...differences.slice(0, NAMED_MAX)]
}

/** The batch of `noted` does not come to its hash; those after it cannot either. */
function breaks(noted: NotedHash | undefined, { position, hash }: Numbering): Difference | null {
  if (!noted || noted.last !== position || noted.hash === hash) return null
  return {
    ...{ store: 'ledger', kind: 'journal', subject: `up to event ${position}`, cause: 'does-not-add-up' },
    fields: [{ field: 'hash', expected: noted.hash, actual: hash }],
  }
}

const short = ({ position }: JournalHead, { position: reached }: Numbering): Difference => ({
  ...{ store: 'ledger', kind: 'journal', subject: `up to event ${position}`, cause: 'does-not-add-up' },
  fields: [{ field: 'events', expected: String(position), actual: String(reached) }],
})

/** A signed event in Kafka is what was published: where the journal says something else, it is the journal that was changed. */
function apart(events: readonly NumberedEvent[], { digests }: TopicContent, { signedFrom }: JournalHead): Difference[] {
  return events.flatMap(({ position, event }): Difference[] => {
    const [should, is] = [digestOf(event), digests[Number(position)] ?? 0n]
    if (should === is) return []
    const store = is !== 0n && position >= signedFrom ? 'ledger' : 'kafka'
    const [journal, kafka] = [hex(should), is === 0n ? null : hex(is)]
    return [
      {
        ...{ store, kind: 'event', subject: String(position), cause: is === 0n ? 'missing' : 'altered' },
        fields: [
          { field: 'sha256', ...(store === 'ledger' ? { expected: kafka, actual: journal } : { expected: journal, actual: kafka }) },
        ],
      },
    ]
  })
}

const hex = (digest: bigint): string => digest.toString(16).padStart(16, '0')

const disbelieved = ({ disbelieved: found, disbelievedCount }: TopicContent): Difference[] =>
  found.map(({ partition, offset, why }) => ({
    ...{ store: 'kafka', kind: 'event', subject: `in partition ${partition} at offset ${offset}`, cause: 'extra' },
    fields: [
      { field: 'message', expected: null, actual: why },
      ...(disbelievedCount > found.length ? [{ field: 'of these', expected: null, actual: String(disbelievedCount) }] : []),
    ],
  }))
