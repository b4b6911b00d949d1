/** Whether a cluster, as it was found, can be relied on; pure. One server is enough to try, and too few to go on while it is down. */
import { eventsTopic, FIRST_ERA } from '@/events/topics'
import { type Checked, one } from '@/operations/check-postgres'
import type { SearchCluster } from '@/search/health'
import type { TopicFound } from '@/workers/kafka/topics'

const SEARCH_VERSION_MIN = 9
const EVENTS_END = eventsTopic('', FIRST_ERA)

export function judgeKafka({ brokers, topics }: { brokers: number; topics: readonly TopicFound[] }): Checked[] {
  const mend = 'One broker: what it loses is sent again from the ledger, but nothing goes on while it is down.'
  return [
    one('Kafka: reachable', true, `${brokers} ${brokers === 1 ? 'broker' : 'brokers'}`, ''),
    ...(brokers === 1 ? [look('Kafka: brokers', 'one', mend)] : []),
    ...(topics.some(({ topic }) => topic.endsWith(EVENTS_END))
      ? []
      : [look('Kafka: topic of the events', 'not there yet', 'The relay makes it when it starts.')]),
    ...topics.flatMap((topic) => judgeTopic(topic, brokers)),
  ]
}

function judgeTopic({ topic, copies, copiesMin, behind, problems }: TopicFound, brokers: number): Checked[] {
  const name = `Kafka: topic of the ${topic.endsWith(EVENTS_END) ? 'events' : 'watermarks'}`
  const settings = one(
    name,
    problems.length === 0,
    problems.join(', ') || 'is kept as it must be',
    'Set it as told here (kafka-configs.sh --alter). With another number of partitions delete it: the relay makes it and fills it anew from the ledger.',
  )
  if (brokers === 1) return [settings]
  const isSafe = copies > 1 && copiesMin > 1
  const found = `${copies} of each message, acknowledged when ${copiesMin} ${copiesMin === 1 ? 'has' : 'have'} it`
  const safe = one(
    `${name}: copies`,
    isSafe,
    found,
    'One broker that is lost takes messages with it. Keep three copies (kafka-reassign-partitions.sh), and set min.insync.replicas to 2.',
  )
  return [
    settings,
    isSafe && copiesMin >= copies
      ? look(safe.what, found, 'Nothing is taken while one broker is down. Keep one copy more than must have it.')
      : safe,
    ...(behind > 0
      ? [
          look(
            `${name}: brokers behind`,
            `${behind} partitions lack a copy`,
            'Look whether a broker is down; it catches up when it is back.',
          ),
        ]
      : []),
  ]
}

export function judgeSearch({ health, nodes, version, copies }: SearchCluster): Checked[] {
  const single = 'One node: what it loses is made again from Kafka, but nobody searches while it is down.'
  return [
    one('Elasticsearch: reachable', health !== 'red', `its health is ${health}`, 'Look at its own log: a primary shard is missing.'),
    one(
      'Elasticsearch: version',
      Number(version.split('.')[0]) >= SEARCH_VERSION_MIN,
      version,
      `Use Elasticsearch ${SEARCH_VERSION_MIN} or later.`,
    ),
    nodes === 1 ? look('Elasticsearch: nodes', 'one', single) : one('Elasticsearch: nodes', true, String(nodes), ''),
    ...(nodes > 1 && health === 'yellow'
      ? [look('Elasticsearch: copies', 'some are missing', 'Look whether a node is down; they are made again when it is back.')]
      : []),
    ...(nodes > 1 && copies === 0
      ? [
          look(
            'Elasticsearch: copies of the index',
            'none',
            'Set index.auto_expand_replicas to 0-1: with one copy it answers while a node is down.',
          ),
        ]
      : []),
  ]
}

const look = (what: string, found: string, mend: string): Checked => ({ what, state: 'look', found, mend })
