/** How every process reaches Kafka. Together with its neighbours the only place that knows the client library. */
import { readFileSync } from 'node:fs'
import type { Config } from '@/platform/config'
import type { Logger } from '@/platform/log'
import { Kafka, logLevel } from './library'

export type { Kafka } from './library'

export type KafkaAddress = {
  brokers: string[]
  clientId: string
  log: Logger
  /** SCRAM-SHA-512, always over TLS. */
  credentials?: { username: string; password: string }
  /** A file with the authority that signed the brokers' certificates; TLS is used when it is named. */
  caFile?: string
}

/** The variables `addressOf` reads. */
export const KAFKA_VARIABLES = [
  'KAFKA_BROKERS',
  'KAFKA_TOPIC_PREFIX',
  'KAFKA_SASL_USERNAME',
  'KAFKA_SASL_PASSWORD',
  'KAFKA_CA_FILE',
] as const

/** The configured address, for `kafkaClient`. */
export function addressOf(config: Config<(typeof KAFKA_VARIABLES)[number]>, clientId: string, log: Logger): KafkaAddress {
  const { KAFKA_SASL_USERNAME: username, KAFKA_SASL_PASSWORD: password } = config
  return {
    brokers: config.KAFKA_BROKERS,
    clientId,
    log,
    ...(username && password && { credentials: { username, password } }),
    ...(config.KAFKA_CA_FILE && { caFile: config.KAFKA_CA_FILE }),
  }
}

/** A client; it opens no connection yet. Waits inside the client are short, because its users retry by themselves, for ever. */
export function kafkaClient({ brokers, clientId, log, credentials, caFile }: KafkaAddress): Kafka {
  return new Kafka({
    brokers,
    clientId,
    connectionTimeout: 3_000,
    requestTimeout: 20_000,
    // Without a limit on the wait a consumer took 10 s and more to come back after a broker's restart.
    retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 4 },
    ...(credentials && { sasl: { mechanism: 'scram-sha-512' as const, ...credentials } }),
    ...((credentials || caFile) && { ssl: caFile ? { ca: [readFileSync(caFile, 'utf8')] } : true }),
    logLevel: logLevel.WARN,
    // The library reports as errors what its users answer by trying again; they log what matters, once.
    logCreator:
      () =>
      ({ namespace, log: { message, error } }) =>
        log.debug({ kafka: namespace, error }, message),
  })
}
