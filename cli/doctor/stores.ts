/** What `payledger doctor` asks Kafka and Elasticsearch. */
import type { Checked } from '@/operations/check-postgres'
import { readConfig } from '@/platform/config'
import { createLog } from '@/platform/log'
import { searchCluster } from '@/search/health'
import { addressOf, KAFKA_VARIABLES, kafkaClient } from '@/workers/kafka/connect'
import { newestEra } from '@/workers/kafka/newest-era'
import { describeTopics } from '@/workers/kafka/topics'
import { judgeKafka, judgeSearch } from './clusters'

export async function checkKafka(): Promise<Checked[]> {
  try {
    const config = readConfig(...KAFKA_VARIABLES)
    const kafka = kafkaClient(addressOf(config, 'doctor', createLog('doctor', 'silent')))
    return judgeKafka(await describeTopics(kafka, config.KAFKA_TOPIC_PREFIX, await newestEra(kafka, config.KAFKA_TOPIC_PREFIX)))
  } catch (error) {
    return [unreachable('Kafka', error, 'Check KAFKA_BROKERS, the login and the certificate authority.')]
  }
}

export async function checkElasticsearch(): Promise<Checked[]> {
  try {
    const config = readConfig('ELASTICSEARCH_URL', 'ELASTICSEARCH_API_KEY', 'ELASTICSEARCH_CA_FILE', 'SEARCH_INDEX_PREFIX')
    const found = await searchCluster({
      url: config.ELASTICSEARCH_URL,
      apiKey: config.ELASTICSEARCH_API_KEY,
      caFile: config.ELASTICSEARCH_CA_FILE,
      prefix: config.SEARCH_INDEX_PREFIX,
    })
    return judgeSearch(found)
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
