/** Payroll files as they are uploaded, checked and read again, in a ledger and a folder of the test’s own. */
import { createHash, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { beginCheck } from '@/payroll/imports/begin-check'
import { beginImport } from '@/payroll/imports/begin-import'
import { importPath } from '@/payroll/imports/files'
import { readImport } from '@/payroll/imports/imports'
import { type TakenCheck, takeCheck } from '@/payroll/imports/take-check'
import { inspectPayrollFile } from '@/payroll-files/inspect'
import { checkJobOf, checkNow } from './check-now'
import { callOf, done, PREPARER, type TestLedger, testLedger } from './ledger'

export let test: TestLedger
export const importDir = mkdtempSync(join(tmpdir(), 'payledger-imports-'))
export const accountHashKey = 'a key of the tests, worth nothing elsewhere'

/** Opens them for the tests of a file. */
export function importLedger(): void {
  beforeAll(async () => {
    test = await testLedger()
  })
  afterAll(async () => {
    await test.close()
    rmSync(importDir, { recursive: true })
  })
}

export const HEADER = 'employee_number,employee_name,country,account,bic,currency,amount'
export const BEFORE_PAY_DAY = new Date('2026-11-23T09:00:00Z')
export const call = (key: string | null = null) => callOf(PREPARER, key, null, BEFORE_PAY_DAY)
export const viewer = { userId: PREPARER.id, companies: null }
let stamp = 0
export const row = (number: number, account = 'DE89370400440532013000', amount = `${1000 + stamp}.50`): string =>
  `${number},Jürgen Groß ${number},DE,${account},,EUR,${amount}`
export const fileOf = (...rows: string[]): string => {
  stamp += 1
  return `${[HEADER, ...rows].join('\n')}\n`
}

/** Uploads the text as a file that is to be asked about. */
export async function upload(text: string, { direct = false, payDate = '2026-11-25', name = 'pay.csv' } = {}): Promise<string> {
  const id = randomUUID()
  writeFileSync(importPath(importDir, id), text)
  const sighting = await inspectPayrollFile({ name, path: importPath(importDir, id) })
  if (sighting.kind === 'refused') throw new Error(sighting.sentence)
  const file = {
    id,
    companyId: test.companyId,
    period: '2026-11',
    payDate,
    fileName: name,
    sizeBytes: text.length,
    fingerprint: 'these columns',
    direct,
  }
  const sha256 = createHash('sha256').update(text).digest('hex')
  return done(await beginImport(test.ledger, call(), { ...file, sha256, sighting, mapping: sighting.mapping })).id
}
export const place = () => ({ ledger: test.ledger, importDir, accountHashKey })
/** Asks for the check, unless the upload has done so. */
export async function check(id: string): Promise<void> {
  if ((await read(id)).state !== 'checking') done(await beginCheck(test.ledger, call(), id))
  await checkNow(place(), id, BEFORE_PAY_DAY)
}
/** Asks for the check, and takes it as a process would that is then not heard of for a while. */
export async function take(id: string): Promise<TakenCheck> {
  done(await beginCheck(test.ledger, call(), id))
  const taken = await takeCheck(test.ledger, call(), id, (await checkJobOf(test.ledger, id)).id)
  if (!taken) throw new Error('nothing to take')
  return taken
}
export const read = async (id: string) => {
  const found = await readImport(test.ledger, viewer, id)
  if (!found) throw new Error('no such import')
  return found
}
export const runsOf = async () => (await test.ledger.$queryRaw<{ n: number }[]>`SELECT count(*)::int AS n FROM payroll_run`)[0]?.n
