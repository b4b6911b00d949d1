/** What `payledger doctor` asks Kafka and Elasticsearch. */
import { eventsTopic, FIRST_ERA, PARTITIONS } from '@/events/topics'
import { type Checked, one } from '@/operations/check-postgres'
import { readConfig } from '@/platform/config'
import { createLog } from '@/platform/log'
import { searchHealth } from '@/search/health'
import { withAdmin } from '@/workers/kafka/admin'
import { addressOf, KAFKA_VARIABLES, kafkaClient } from '@/workers/kafka/connect'

/** A topic that is there must have our partitions and be kept for ever. One broker is enough to try, and too few to rely on. */
export async function checkKafka(): Promise<Checked[]> {
  const config = readConfig(...KAFKA_VARIABLES)
  const topic = eventsTopic(config.KAFKA_TOPIC_PREFIX, FIRST_ERA)
  const kafka = kafkaClient(addressOf(config, 'doctor', createLog('doctor', 'silent')))
  try {
    const { brokers, partitions } = await withAdmin(kafka, async (admin) => {
      const cluster = await admin.describeCluster()
      const topics = (await admin.listTopics()).includes(topic) ? (await admin.fetchTopicMetadata({ topics: [topic] })).topics : []
      return { brokers: cluster.brokers.length, partitions: topics[0]?.partitions ?? [] }
    })
    const replicas = Math.min(...partitions.map(({ replicas }) => replicas.length))
    return [
      one('Kafka: reachable', true, `${brokers} ${brokers === 1 ? 'broker' : 'brokers'}`, ''),
      partitions.length === 0
        ? { what: 'Kafka: topic of the events', state: 'look', found: 'not there yet', mend: 'The relay makes it when it starts.' }
        : one(
            'Kafka: topic of the events',
            partitions.length === PARTITIONS,
            `${partitions.length} partitions`,
            `It needs ${PARTITIONS}: delete it, and the relay fills it anew from the ledger.`,
          ),
      ...(partitions.length > 0 && replicas < 2
        ? [
            {
              what: 'Kafka: copies of each event',
              state: 'look' as const,
              found: 'one',
              mend: 'With three brokers, keep three copies (min.insync.replicas 2). The ledger has every event all the same.',
            },
          ]
        : []),
    ]
  } catch (error) {
    return [unreachable('Kafka', error, 'Check KAFKA_BROKERS, the login and the certificate authority.')]
  }
}

export async function checkElasticsearch(): Promise<Checked[]> {
  const config = readConfig('ELASTICSEARCH_URL', 'ELASTICSEARCH_API_KEY', 'ELASTICSEARCH_CA_FILE')
  try {
    const status = await searchHealth({
      url: config.ELASTICSEARCH_URL,
      apiKey: config.ELASTICSEARCH_API_KEY,
      caFile: config.ELASTICSEARCH_CA_FILE,
    })
    return [
      one('Elasticsearch: reachable', status !== 'red', `its health is ${status}`, 'Look at its own log: a primary shard is missing.'),
    ]
  } catch (error) {
    return [unreachable('Elasticsearch', error, 'Check ELASTICSEARCH_URL, the API key and the certificate authority.')]
  }
}

const unreachable = (name: string, error: unknown, mend: string): Checked => ({
  what: `${name}: reachable`,
  state: 'wrong',
  found: error instanceof Error ? error.message : String(error),
  mend,
})
