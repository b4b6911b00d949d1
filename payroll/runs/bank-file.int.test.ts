/** A run’s way to the bank and back: its files planned, transmitted, in doubt and answered. */

import { describe, expect, it } from 'vitest'
import { buildPain001 } from '@/iso20022/pain001'
import { readBankReport } from '@/iso20022/report'
import type { BankReport } from '@/iso20022/report-types'
import { answer } from '@/stack/bank-simulator/answer'
import { sampleAccount } from '@/stack/sample-data/accounts'
import { randomOf } from '@/stack/sample-data/random'
import { TEST_NOW } from '@/stack/test-runner/clock'
import { APPROVER, approvedRun, callOf, deniedByTwo, done, gatewayCall, refused, sentRun } from '@/stack/test-runner/ledger'
import { count, csv, payoutsOf, runLedger, test, VIEWER } from '@/stack/test-runner/run-life'
import { applyBankFile, type ReceivedFile } from '../statements/apply'
import { listBankMessages } from '../statements/bank-messages'
import { denyTransmission } from '../transmissions/deny-transmission'
import { unfinishedFiles } from '../transmissions/due-releases'
import { readPaymentFile } from '../transmissions/payment-file'
import { planRelease } from '../transmissions/plan-release'
import { affirmTransmission, beginTransmission, doubtTransmission } from '../transmissions/record-transmission'
import { readRun } from './run'

runLedger()

describe('the bank', () => {
  const xmlOf = async (messageId: string): Promise<string> => {
    const [row] = await test.ledger.$queryRaw<
      { id: string }[]
    >`SELECT id FROM bank_message WHERE message_id = ${messageId} AND direction = 'out'`
    const { transfer, format } = await readPaymentFile(test.ledger, row?.id ?? '')
    return buildPain001(transfer, format).xml
  }
  const report = (xml: string): BankReport => {
    const read = readBankReport(Buffer.from(xml))
    if (read.kind === 'unreadable') throw new Error(read.reason)
    return read
  }
  const apply = async (received: ReceivedFile, said: BankReport) => {
    const document = { place: received.fileName, sha256: received.sha256, report: said }
    const { messages } = done(await applyBankFile(test.ledger, gatewayCall(), received, [document]))
    return messages[0]
  }
  const file = (name: string) => ({ fileName: name, sha256: Buffer.from(`${name}${count}`).toString('hex').padEnd(64, '0') })

  it('settles a run by what it booked, whatever order its files come in, and once', async () => {
    const closed = csv().replace('ES9121000418450200051332', sampleAccount('ES', randomOf('closed'), '40004').account)
    const run = await sentRun(test, closed)
    const { pain002, booking } = answer(await xmlOf(run.messages[0] ?? ''), TEST_NOW)
    const booked = await apply(file('camt'), report(booking?.xml ?? ''))
    expect(booked).toMatchObject({ outcome: 'applied', settled: 2, findings: 0 })
    const rejected = await apply(file('pain'), report(pain002))
    expect(rejected).toMatchObject({ outcome: 'applied', failed: 1, findings: 0 })
    const again = await apply(file('camt'), report(booking?.xml ?? ''))
    expect(again).toMatchObject({ outcome: 'ignored', settled: 0 })
    // The same message in other bytes says nothing new.
    const otherBytes = await apply(file('camt-2'), report(booking?.xml ?? ''))
    expect(otherBytes).toMatchObject({ outcome: 'ignored', settled: 0 })
    expect((await payoutsOf(run.id)).map((payout) => [payout.status, payout.version])).toEqual([
      ['failed', 4],
      ['settled', 4],
      ['settled', 4],
    ])
    const page = await readRun(test.ledger, VIEWER, run.id)
    expect(page).toMatchObject({ status: 'settled', payouts: { settled: 2, failed: 1 } })
    const listed = await listBankMessages(test.ledger, VIEWER, run.id)
    expect(listed.map((each) => [each.kind, each.status, each.settled, each.failed])).toEqual(
      expect.arrayContaining([
        ['camt.054', 'applied', 2, 0],
        ['pain.002', 'applied', 0, 1],
        ['camt.054', 'ignored', 0, 0],
      ]),
    )
    expect(listed.some(({ status }) => status === 'set-aside')).toBe(false)
  })

  it('changes nothing by what it names wrongly: each is a finding', async () => {
    const run = await sentRun(test, csv())
    const { booking } = answer(await xmlOf(run.messages[0] ?? ''), TEST_NOW)
    const strange = (booking?.xml ?? '')
      .replace(/(<EndToEndId>[^<]+)(<\/EndToEndId>)/, '$1X$2')
      .replace(/(<InstrId>[^<]+)(<\/InstrId>)/, '$1X$2')
      .replace(/2300\.00/g, '2300.01')
    const applied = await apply(file('strange'), report(strange))
    expect(applied).toMatchObject({ settled: 1, findings: 2 })
    expect((await payoutsOf(run.id)).filter((payout) => payout.status === 'sent')).toHaveLength(2)
    const problems = (await listBankMessages(test.ledger, VIEWER, run.id)).flatMap((each) =>
      each.findings.map((finding) => finding.problem),
    )
    expect(problems.sort()).toEqual([
      'booked with another amount, currency or account than we sent',
      'booked, but no payment has this end-to-end id',
    ])
  })

  it('proves by its answer that it got a file whose hand-over was not recorded', async () => {
    const run = await approvedRun(test, csv())
    const { messages } = done(await planRelease(test.ledger, gatewayCall(), run.id))
    const [out] = (await unfinishedFiles(test.ledger)).filter((each) => each.fileName === `${messages[0]}.xml`)
    done(await beginTransmission(test.ledger, gatewayCall(), out?.id ?? '', 'f'.repeat(64)))
    done(await doubtTransmission(test.ledger, gatewayCall(), out?.id ?? ''))
    const { booking } = answer(await xmlOf(messages[0] ?? ''), TEST_NOW)
    expect(await apply(file('proof'), report(booking?.xml ?? ''))).toMatchObject({ settled: 3 })
    expect(refused(await denyTransmission(test.ledger, callOf(APPROVER), out?.id ?? '', 'they say no'))).toBe('wrong-state')
  })

  it('is asked by a person otherwise: yes sends, no lets the file go again', async () => {
    const run = await approvedRun(test, csv())
    done(await planRelease(test.ledger, gatewayCall(), run.id))
    const [out] = await unfinishedFiles(test.ledger)
    const id = out?.id ?? ''
    done(await beginTransmission(test.ledger, gatewayCall(), id, 'e'.repeat(64)))
    expect(refused(await beginTransmission(test.ledger, gatewayCall(), id, 'e'.repeat(64)))).toBe('wrong-state')
    expect(refused(await denyTransmission(test.ledger, callOf(APPROVER), id, 'it may still go'))).toBe('wrong-state')
    done(await doubtTransmission(test.ledger, gatewayCall(), id))
    await deniedByTwo(test, id, 'not in their folder')
    done(await beginTransmission(test.ledger, gatewayCall(), id, 'e'.repeat(64)))
    done(await doubtTransmission(test.ledger, gatewayCall(), id))
    done(await affirmTransmission(test.ledger, callOf(APPROVER), id, 'they have it'))
    expect((await payoutsOf(run.id)).every((payout) => payout.status === 'sent')).toBe(true)
  })
})
