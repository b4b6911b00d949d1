/** A ledger of many payouts, for measuring what the desks and the workers ask of it. */
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Actor } from '@/events/envelope'
import { createCompany } from '@/payroll/commands/create-company'
import type { Call } from '@/payroll/commands/execute'
import { holdPayout } from '@/payroll/commands/hold-payout'
import { openLedger } from '@/payroll/queries/open-ledger'
import { SAMPLE_COMPANIES } from '@/stack/sample-data/companies'
import { paySampleRun, type SampleRun } from '@/stack/sample-data/pay-run'
import { samplePayrollFile } from '@/stack/sample-data/payroll-file'
import { openFolders } from '@/workers/bank-gateway/folders'
import { multiply } from './multiply'

export type Size = { people: number; copies: number; companies: number }

export const PREPARER: Actor = { kind: 'user', id: 'preparer', name: 'Preparer' }
const APPROVER: Actor = { kind: 'user', id: 'approver', name: 'Approver' }
const CORRIDORS = SAMPLE_COMPANIES[0]?.corridors ?? []
const ALL_PEOPLE = CORRIDORS.reduce((sum, { people }) => sum + people, 0)

/**
 * One month of one company goes through the real commands, files and simulated bank; it is multiplied; then this month begins as on any ledger: a draft,
 * a submitted run with a hold in it. About `people × copies` payouts.
 */
export async function fillDesks(addresses: { url: string; appUrl: string }, { people, copies, companies }: Size): Promise<void> {
  const [sample] = SAMPLE_COMPANIES
  if (!sample) throw new Error('there is no sample company')
  const company = { ...sample, corridors: CORRIDORS.map((each) => ({ ...each, people: Math.round((each.people * people) / ALL_PEOPLE) })) }
  const ledger = openLedger(addresses.appUrl, 4)
  const folder = mkdtempSync(join(tmpdir(), 'payledger-desks-'))
  try {
    const companyId = await createCompany(ledger, company)
    const place = { ledger, folders: await openFolders(folder), accountHashKey: 'a key of the benchmark, worth nothing elsewhere' }
    const pay = (month: number, until: SampleRun['until']) =>
      paySampleRun(
        { ...place, preparer: PREPARER, approver: APPROVER },
        {
          ...{ companyId, until, fileName: `sample-${month}.csv`, csv: samplePayrollFile(company, month) },
          ...{ period: `2025-0${month}`, payDate: `2025-0${month}-25`, startedAt: new Date(`2025-0${month}-22T08:12:00Z`) },
        },
      )
    await pay(7, 'settled')
    await multiply(addresses.url, { copies, companies })
    await pay(8, 'submitted')
    await pay(9, 'draft')
    const held = await ledger.payout.findFirstOrThrow({ where: { status: 'submitted' } })
    const call: Call = {
      actor: PREPARER,
      now: new Date('2025-08-22T09:00:00Z'),
      requestId: randomUUID(),
      companies: null,
      idempotency: null,
    }
    await holdPayout(ledger, call, held.id, 1, 'asked by phone')
    await ledger.$executeRaw`ANALYZE`
  } finally {
    await ledger.$disconnect()
    rmSync(folder, { recursive: true })
  }
}
