import { Kafka, logLevel } from 'kafkajs'
import type { TestGround } from './ground'
import { adminClient } from './template-database'

/** Removes what a run of the tests made on servers that live on: its databases, topics, consumer groups and indices. */
export async function removeTraces({ env, run }: Pick<TestGround, 'env' | 'run'>): Promise<void> {
  await Promise.all([
    removeDatabases(env.DATABASE_URL ?? '', `payledger_${run}_`),
    removeTopics(env.KAFKA_BROKERS ?? '', `${run}-`),
    removeIndices(env.ELASTICSEARCH_URL ?? '', `${run}-`),
  ])
}

async function removeDatabases(server: string, prefix: string): Promise<void> {
  const client = await adminClient(server)
  try {
    const { rows } = await client.query<{ datname: string }>('SELECT datname FROM pg_database WHERE starts_with(datname, $1)', [prefix])
    for (const { datname } of rows) await client.query(`DROP DATABASE IF EXISTS ${client.escapeIdentifier(datname)} WITH (FORCE)`)
  } finally {
    await client.end()
  }
}

async function removeTopics(brokers: string, prefix: string): Promise<void> {
  const admin = new Kafka({ brokers: brokers.split(','), logLevel: logLevel.NOTHING }).admin()
  await admin.connect()
  try {
    const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(prefix))
    if (topics.length > 0) await admin.deleteTopics({ topics })
    const groups = (await admin.listGroups()).groups.map(({ groupId }) => groupId).filter((id) => id.startsWith(prefix))
    // A group with a member left cannot be deleted; it goes when its last offset expires.
    if (groups.length > 0) await admin.deleteGroups(groups).catch(() => {})
  } finally {
    await admin.disconnect()
  }
}

async function removeIndices(server: string, prefix: string): Promise<void> {
  const listed = await fetch(`${server}/_cat/indices/${prefix}*?format=json&h=index`)
  const indices = listed.ok ? ((await listed.json()) as { index: string }[]) : []
  for (const { index } of indices) await fetch(`${server}/${index}`, { method: 'DELETE' })
}
