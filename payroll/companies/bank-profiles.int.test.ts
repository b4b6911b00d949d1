/** What a company's bank profile makes of its runs, in a real ledger. */
import { Client } from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildPain001 } from '@/iso20022/pain001'
import { readPayrollBytes } from '@/payroll-files/read-bytes'
import {
  AGAIN,
  APPROVER,
  approvedRun,
  CSV,
  callOf,
  done,
  draftRun,
  gatewayCall,
  PREPARER,
  refused,
  type TestLedger,
  testLedger,
} from '@/stack/test-runner/ledger'
import { approveRun } from '../runs/approve-run'
import { createDraft } from '../runs/create-draft'
import { submitRun } from '../runs/submit-run'
import { unfinishedFiles } from '../transmissions/due-releases'
import { readPaymentFile } from '../transmissions/payment-file'
import { planRelease } from '../transmissions/plan-release'
import { createCompany, type NewBankProfile } from './create-company'

let test: TestLedger
beforeAll(async () => {
  test = await testLedger()
})
afterAll(() => test.close())

let companies = 0
async function companyOf(profile: Partial<NewBankProfile>): Promise<TestLedger> {
  companies += 1
  const bank = {
    name: `Bank ${companies}`,
    cutOff: '16:30',
    timeZone: 'Europe/Berlin',
    batchBooking: true,
    releaseAfterSeconds: 0,
    ...profile,
  }
  const accounts = [{ currency: 'EUR', account: 'DE02500105170137075030', bic: 'INGDDEFF', home: true }]
  const companyId = await createCompany(test.ledger, {
    code: `B${companies}X`,
    name: 'Bäckerei Süd',
    country: 'DE',
    town: 'Köln',
    bank,
    accounts,
  })
  return { ...test, companyId }
}

/** The bytes of the one file of an approved run. */
async function fileOf(runId: string): Promise<string> {
  const [messageId] = done(await planRelease(test.ledger, gatewayCall(), runId)).messages
  const message = await test.ledger.bankMessage.findFirstOrThrow({ where: { messageId: messageId ?? '' } })
  const built = async () => {
    const { transfer, format } = await readPaymentFile(test.ledger, message.id)
    return buildPain001(transfer, format).xml
  }
  const xml = await built()
  expect(await built()).toBe(xml)
  return xml
}

it('writes the version, letters, address and salary code that the profile names', async () => {
  const older = await companyOf({ version: 'pain.001.001.03', umlauts: 'two-letters', addresses: true, salary: false })
  const xml = await fileOf((await approvedRun(older)).id)
  expect(xml).toContain('tech:xsd:pain.001.001.03')
  expect(xml).toContain('<Dbtr><Nm>Baeckerei Sued</Nm><PstlAdr><TwnNm>Koeln</TwnNm><Ctry>DE</Ctry></PstlAdr></Dbtr>')
  expect(xml).toContain('<Nm>Juergen Gross</Nm>')
  expect(xml).toContain('<BtchBookg>true</BtchBookg>')
  expect(xml).not.toContain('SALA')
  const usual = await fileOf((await approvedRun(await companyOf({}))).id)
  expect(usual).toContain('tech:xsd:pain.001.001.09')
  expect(usual).toContain('<Nm>Backerei Sud</Nm>')
  expect(usual).toContain('<CtgyPurp><Cd>SALA</Cd></CtgyPurp>')
  expect(usual).not.toContain('PstlAdr')
})

it('does not let a run be submitted that the bank would refuse: SEPA only, and a payout in yen', async () => {
  const sepaOnly = await companyOf({ nonSepa: false })
  const { id } = done(await draftRun(sepaOnly))
  expect(refused(await submitRun(test.ledger, callOf(PREPARER), id, 1, AGAIN))).toBe('sepa-only')
  const [header, ...rows] = CSV.trimEnd().split('\n')
  const euros = done(await draftRun(sepaOnly, [header, ...rows.slice(0, 2)].join('\n')))
  done(await submitRun(test.ledger, callOf(PREPARER), euros.id, 1, AGAIN))
})

it('does not release what the bank has ceased to take since', async () => {
  const company = await companyOf({})
  const run = await approvedRun(company)
  // Two administrators could not while the run is approved: the rules are off.
  await asOwner(`SET session_replication_role = replica; UPDATE bank_profile SET non_sepa = false WHERE name = 'Bank ${companies}'`)
  expect(refused(await planRelease(test.ledger, gatewayCall(), run.id))).toBe('sepa-only')
  expect((await unfinishedFiles(test.ledger)).filter((file) => file.fileName.startsWith(`B${companies}X`))).toEqual([])
})

it('gives every line an end-to-end id of its own, also beyond line 99,999', async () => {
  const company = await companyOf({})
  const read = await readPayrollBytes(Buffer.from(CSV))
  if (!read.ok) throw new Error(JSON.stringify(read.problems))
  const lines = [10_000, 100_000, 100_001].map((lineNumber, n) => ({ ...(read.lines[n] as (typeof read.lines)[number]), lineNumber }))
  const draft = {
    companyId: company.companyId,
    period: '2026-12',
    payDate: '2026-12-22',
    sourceName: 'long.csv',
    sourceHash: 'f'.repeat(64),
    lines,
  }
  const { id } = done(await createDraft(test.ledger, callOf(PREPARER), draft, 'a key of the tests, worth nothing elsewhere'))
  const { seal } = done(await submitRun(test.ledger, callOf(PREPARER), id, 1, AGAIN))
  done(await approveRun(test.ledger, callOf(APPROVER), id, 2, seal ?? '', AGAIN))
  const xml = await fileOf(id)
  expect([...xml.matchAll(/<EndToEndId>(.*?)</g)].map(([, found]) => found?.split('-').at(-1))).toEqual(['10000', '100000', '100001'])
})

async function asOwner(statement: string): Promise<void> {
  const owner = new Client({ connectionString: test.database.url })
  await owner.connect()
  await owner.query(statement)
  await owner.end()
}
