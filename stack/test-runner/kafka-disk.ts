/** Kafka's disk, for tests that damage what a broker has acknowledged. */
import { readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { OwnServers } from './own-servers'

const LIMIT_MS = 120_000

/** Where a batch of messages lies in a log, in bytes. */
export type BatchPlace = { at: number; bytes: number }

/** Overwrites bytes of the topic's fullest partition, as a disk does that loses a block. Kafka is stopped in order, so it looks at nothing again by itself. */
export async function damageLog(servers: OwnServers, topic: string, alter: (log: Buffer, batch: BatchPlace) => unknown): Promise<void> {
  await servers.kafka?.stop(LIMIT_MS)
  if (!readdirSync(dataOf(servers)).includes('.kafka_cleanshutdown')) throw new Error('Kafka was not stopped in order')
  const path = fullestLog(servers, topic)
  const log = readFileSync(path)
  alter(log, largestBatch(log))
  writeFileSync(path, log)
  await servers.kafka?.start()
}

/** A hole within the largest batch: the broker hands it out as it is, and nobody can make messages of it. */
export const pierce = (log: Buffer, { at, bytes }: BatchPlace): Buffer =>
  log.fill(0, at + Math.floor(bytes / 3), at + Math.floor((bytes * 2) / 3))

/** Cuts the end off the log of the fullest partition, as a disk does that had not yet written what it acknowledged; Kafka is down meanwhile. */
export async function cutTail(
  servers: OwnServers,
  topic: string,
  bytes: number,
  whileDown: () => Promise<void> = async () => {},
): Promise<void> {
  await servers.kafka?.kill9()
  const fullest = fullestLog(servers, topic)
  truncateSync(fullest, Math.max(0, statSync(fullest).size - bytes))
  await whileDown()
  await servers.kafka?.start()
}

const dataOf = ({ dataDir }: OwnServers): string => join(dataDir, 'kafka/data')

function fullestLog(servers: OwnServers, topic: string): string {
  const data = dataOf(servers)
  const logs = readdirSync(data)
    .filter((name) => name.startsWith(`${topic}-`))
    .map((name) => join(data, name, '00000000000000000000.log'))
  return logs.sort((a, b) => statSync(b).size - statSync(a).size)[0] ?? ''
}

/** RecordBatch: base offset (8 bytes), length of the rest (4), 49 more of its head, records. */
function largestBatch(log: Buffer): BatchPlace {
  let largest = { at: 0, bytes: 0 }
  for (let at = 0; at < log.length; ) {
    const bytes = 12 + log.readInt32BE(at + 8)
    if (bytes > largest.bytes) largest = { at, bytes }
    at += bytes
  }
  return largest
}
