/** Ready means that there is progress: each process at the moment before and after it is not any more. */
import { describe, expect, it } from 'vitest'
import { THRESHOLD_MS } from '@/operations/thresholds'
import { gatewayProblems } from './bank-gateway/status'
import { jobsProblems } from './jobs/pipeline-samples'
import * as relay from './outbox-relay/status'
import { projectionProblems, projectionSamples } from './projection/readiness'
import { behindReader, newStatus, noteCauses } from './projection/status'

const NOW = new Date('2026-11-30T10:00:00Z')

describe('the relay', () => {
  const is = (more: Partial<relay.RelayStatus>) => relay.relayProblems({ ...relay.newStatus(), turnedAtMs: 1_000, ...more }, NOW, 11_000)
  const held = (ms: number) => ({
    pid: 7,
    xid: '1',
    ageSeconds: 1,
    database: null,
    application: null,
    query: null,
    session: null,
    since: new Date(NOW.getTime() - ms).toISOString(),
  })

  it('is ready while it leads or stands by, and takes turns', () => {
    expect(is({ role: 'leading' })).toEqual([])
    expect(is({ role: 'standby' })).toEqual([])
    expect(is({ role: 'starting' })).toEqual([expect.stringMatching(/^It does not lead yet/)])
  })
  it('is not, once it has not turned for as long as the outbox may wait', () => {
    expect(is({ role: 'leading', turnedAtMs: 999 })).toEqual(['It leads, and has published nothing for 10 s.'])
    expect(is({ role: 'standby', turnedAtMs: 999 })).toEqual(['It stands by, and the ledger has not answered for 10 s.'])
  })
  it('is not, once a transaction has held it back for that long', () => {
    expect(is({ role: 'leading', heldBack: held(THRESHOLD_MS.outboxAge) })).toEqual([])
    expect(is({ role: 'leading', heldBack: held(THRESHOLD_MS.outboxAge + 1) })).toEqual([
      'One transaction of Postgres has held it back for 10 s.',
    ])
  })
  it('says of a position only what it knows: one that stands by has none', () => {
    const samples = relay.relaySamples({ ...relay.newStatus(), role: 'standby', position: 5n, coveredUntil: null }, NOW)
    expect(samples).toMatchObject({ payledger_relay_leading: 0, payledger_relay_position: null, payledger_relay_held_back_seconds: 0 })
  })
})

describe('a copy', () => {
  const behind = (lag: Record<string, number>, standingMs = 0) => ({ lag, standingMs })

  it('is ready with nothing to do, and while it applies', () => {
    expect(projectionProblems(newStatus(), behind({ 0: 0 }, 1e9))).toEqual([])
    expect(projectionProblems(newStatus(), behind({ 0: 9 }, THRESHOLD_MS.standstill))).toEqual([])
  })
  it('is not when events wait and none is applied, or when it reads nothing', () => {
    expect(projectionProblems(newStatus(), behind({ 0: 4, 1: 5 }, THRESHOLD_MS.standstill + 1))).toEqual([
      '9 events wait, and it has applied none for 30 s.',
    ])
    expect(projectionProblems(newStatus(), behind({}))).toEqual([expect.stringMatching(/^It reads no partition/)])
  })
  it('is not when what it applied cannot be made to answer', () => {
    const status = { ...newStatus(), unclaimedSinceMs: 0 }
    expect(projectionProblems(status, behind({ 0: 0 }), THRESHOLD_MS.standstill)).toEqual([])
    expect(projectionProblems(status, behind({ 0: 0 }), THRESHOLD_MS.standstill + 1)).toHaveLength(1)
  })
  it('has stood only since events wait that nobody applies, however seldom one asks', async () => {
    const status = newStatus()
    let waiting = 0n
    status.lag = async () => ({ 0: waiting })
    const read = behindReader(status)
    await read()
    await new Promise((resolve) => setTimeout(resolve, 3_100))
    waiting = 7n
    expect(await read()).toMatchObject({ lag: { 0: 7 } })
    expect((await read()).standingMs).toBeGreaterThan(3_000)
    status.events += 1
    expect((await read()).standingMs).toBeLessThan(1_000)
  })
  it('reads no partition while Kafka hangs, and asks it once', async () => {
    const status = newStatus()
    let asked = 0
    status.lag = () => {
      asked += 1
      return new Promise(() => {})
    }
    const read = behindReader(status)
    expect(await Promise.all([read(), read()])).toMatchObject([{ lag: {} }, { lag: {} }])
    expect((await read()).lag).toEqual({})
    expect(asked).toBe(1)
  })
  it('counts dead letters by cause, and claims nothing before it knows', () => {
    const status = newStatus()
    noteCauses(status, ['the message has no value', 'the message has no value', 'data.x: y'])
    expect(projectionSamples('search-projector', status, behind({ 3: 4 }))).toMatchObject({
      payledger_dead_letters_written_total: [
        { labels: { copy: 'search', cause: 'no-value' }, value: 2 },
        { labels: { copy: 'search', cause: 'malformed' }, value: 1 },
      ],
      payledger_consumer_lag_messages: [{ labels: { copy: 'search', messaging_destination_partition_id: '3' }, value: 4 }],
      payledger_copy_position: null,
      payledger_copy_dead_letters: null,
    })
  })
})

it('the bank gateway is ready while its rounds succeed and end, and the ledger hears it', () => {
  const fine = { failures: 0, agoMs: THRESHOLD_MS.bankRound }
  expect(gatewayProblems(fine, true)).toEqual([])
  expect(gatewayProblems({ ...fine, failures: 1 }, true)).toEqual([expect.stringMatching(/^Its last round failed/)])
  expect(gatewayProblems(fine, false)).toEqual(['The ledger has not recorded its heartbeat for 10 s.'])
  expect(gatewayProblems({ ...fine, agoMs: THRESHOLD_MS.bankRound + 1 }, true)).toEqual(['Its round has not ended for 300 s.'])
})

it('the jobs are ready while the queue is open and answers', () => {
  const fine = { open: true, heard: true, answering: true }
  expect(jobsProblems(fine)).toEqual([])
  for (const broken of ['open', 'heard', 'answering'] as const) expect(jobsProblems({ ...fine, [broken]: false }), broken).toHaveLength(1)
})
