import { expect, test } from 'vitest'
import { judgeKafka, judgeSearch } from './clusters'

const EVENTS = { topic: 'payledger.payroll-events.1', copies: 3, copiesMin: 2, behind: 0, problems: [] }
const WATERMARKS = { ...EVENTS, topic: 'payledger.watermarks' }
const kafka = (brokers: number, more: Partial<typeof EVENTS> = {}) =>
  judgeKafka({ brokers, topics: [{ ...EVENTS, ...more }, WATERMARKS] }).flatMap(({ what, state }) =>
    state === 'ok' ? [] : [`${what}: ${state}`],
  )
const INDEX = { health: 'green' as const, nodes: 3, version: '9.5.1', copies: 1 }
const search = (more: Partial<Omit<typeof INDEX, 'health'>> & { health?: 'yellow' | 'red' } = {}) =>
  judgeSearch({ ...INDEX, ...more }).flatMap(({ what, state }) => (state === 'ok' ? [] : [`${what}: ${state}`]))

test('Kafka: three brokers with three copies are right, one broker is looked at, several without copies are wrong', () => {
  expect(kafka(3)).toEqual([])
  expect(kafka(1, { copies: 1, copiesMin: 1 })).toEqual(['Kafka: brokers: look'])
  expect(kafka(3, { copies: 1, copiesMin: 1 })).toEqual(['Kafka: topic of the events: copies: wrong'])
  expect(kafka(3, { copiesMin: 1 })).toEqual(['Kafka: topic of the events: copies: wrong'])
  expect(kafka(3, { copies: 2 })).toEqual(['Kafka: topic of the events: copies: look'])
  expect(kafka(3, { behind: 2 })).toEqual(['Kafka: topic of the events: brokers behind: look'])
  expect(judgeKafka({ brokers: 3, topics: [] }).map(({ state }) => state)).toEqual(['ok', 'look'])
})

test('Elasticsearch: one node is looked at, and so is a copy that is missing; an old version or a missing shard is wrong', () => {
  expect(search()).toEqual([])
  expect(search({ nodes: 1, copies: 0 })).toEqual(['Elasticsearch: nodes: look'])
  expect(search({ nodes: 1, health: 'yellow' })).toEqual(['Elasticsearch: nodes: look'])
  expect(search({ health: 'yellow' })).toEqual(['Elasticsearch: copies: look'])
  expect(search({ copies: 0 })).toEqual(['Elasticsearch: copies of the index: look'])
  expect(search({ version: '8.19.0' })).toEqual(['Elasticsearch: version: wrong'])
  expect(search({ health: 'red' })).toEqual(['Elasticsearch: reachable: wrong'])
})
