/** What is kept for a time only is gone afterwards, and nothing sooner; with nobody uploading anything. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createAuth } from '@/access/auth'
import { createUser } from '@/access/create-user'
import { takeAttempt } from '@/access/sign-in-limit'
import { beginImport } from '@/payroll/imports/begin-import'
import { importPath } from '@/payroll/imports/files'
import { inspectPayrollFile } from '@/payroll-files/inspect'
import { TEST_NOW } from '@/stack/test-runner/clock'
import { CSV, callOf, done, draftRun, PREPARER, type TestLedger, testLedger } from '@/stack/test-runner/ledger'
import { sweep } from './sweep'

const DAY_MS = 86_400_000
const IMPORT_ID = '00000000-0000-7000-8000-000000000001'
const PASSWORD = 'a password of the tests'

let test: TestLedger
let dir = ''
beforeAll(async () => {
  test = await testLedger()
  dir = mkdtempSync(join(tmpdir(), 'payledger-sweep-'))
})
afterAll(async () => {
  rmSync(dir, { recursive: true })
  await test.close()
})

const sweepAt = (now: Date) => sweep({ ledger: test.ledger, importDir: dir, financeDir: dir }, now)
const nothing = { figures: 0, latencies: 0, keys: 0, attempts: 0, counts: 0, sessions: 0, imports: 0, files: 0, questions: 0, exports: 0 }
const after = (from: Date, ms: number) => new Date(from.getTime() + ms)

function fileOf(name: string, at: Date): void {
  writeFileSync(join(dir, name), CSV)
  utimesSync(join(dir, name), at, at)
}

it('forgets an idempotency key after 30 days', async () => {
  const call = callOf(PREPARER, 'a key', 'a file')
  done(await draftRun(test, CSV, '2026-11', call))
  const [key] = await test.ledger.$queryRaw<{ at: Date }[]>`SELECT created_at AS at FROM idempotency_key`
  const at = key?.at ?? TEST_NOW
  expect(await sweepAt(after(at, 30 * DAY_MS - 1_000))).toEqual(nothing)
  expect((await draftRun(test, CSV, '2026-11', call)).replayed).toBe(true)
  expect(await sweepAt(after(at, 30 * DAY_MS + 1_000))).toEqual({ ...nothing, keys: 1 })
})

it('forgets a sign-in attempt when its window is over', async () => {
  const now = new Date('2026-11-20T09:00:00Z')
  await takeAttempt(test.ledger, { email: 'a@b.test', address: '192.0.2.1' }, now)
  expect(await sweepAt(after(now, 10 * 60_000))).toMatchObject({ attempts: 0 })
  expect(await sweepAt(after(now, 10 * 60_000 + 1))).toMatchObject({ attempts: 2 })
})

it('removes a session that has ended', async () => {
  const auth = createAuth({
    ledger: test.ledger,
    secret: 'a secret of the tests, worth nothing elsewhere',
    appUrl: 'http://127.0.0.1:3000',
  })
  const email = 'swept@payledger.test'
  await createUser(auth, test.ledger, { name: 'Swept', email, password: PASSWORD, roles: ['support'] })
  await auth.api.signInEmail({ body: { email, password: PASSWORD } })
  const { createdAt } = await test.ledger.session.findFirstOrThrow()
  expect(await sweepAt(after(createdAt, 11 * 3_600_000))).toMatchObject({ sessions: 0 })
  expect(await sweepAt(after(createdAt, 13 * 3_600_000))).toMatchObject({ sessions: 1 })
})

it('gives an import up with its file after 30 days, and removes corrections and broken-off uploads', async () => {
  const now = new Date('2026-11-20T09:00:00Z')
  const path = importPath(dir, IMPORT_ID)
  fileOf(IMPORT_ID, now)
  fileOf(`${IMPORT_ID}.0123456789abcdef`, now)
  fileOf('broken-off.part', now)
  fileOf('younger', after(now, 2 * DAY_MS))
  mkdirSync(join(dir, 'a folder of somebody'))
  const sighting = await inspectPayrollFile({ name: 'pay.csv', path })
  if (sighting.kind === 'refused') throw new Error(sighting.sentence)
  const file = { companyId: test.companyId, period: '2026-12', payDate: '2026-12-23', fileName: 'pay.csv', sizeBytes: CSV.length }
  const seen = { sha256: '0'.repeat(64), sighting, mapping: sighting.mapping, fingerprint: 'f', direct: false }
  done(await beginImport(test.ledger, callOf(PREPARER, null, null, now), { id: IMPORT_ID, ...file, ...seen }))
  expect(await sweepAt(after(now, DAY_MS + 1_000))).toMatchObject({ imports: 0, files: 1 })
  expect(await sweepAt(after(now, 30 * DAY_MS - 1_000))).toMatchObject({ imports: 0, files: 0 })
  expect(await sweepAt(after(now, 30 * DAY_MS + 1_000))).toMatchObject({ imports: 1, files: 2 })
  expect(readdirSync(dir).sort()).toEqual(['a folder of somebody', 'younger'])
  expect(await test.ledger.$queryRaw`SELECT state FROM payroll_import`).toEqual([{ state: 'abandoned' }])
  // Twice is as once.
  expect(await sweepAt(after(now, 30 * DAY_MS + 1_000))).toMatchObject({ imports: 0, files: 0 })
})

it('takes a folder that nobody has uploaded to for empty', async () => {
  expect(
    await sweep(
      { ledger: test.ledger, importDir: join(dir, 'not there'), financeDir: join(dir, 'nor there') },
      new Date('2026-11-20T09:00:00Z'),
    ),
  ).toMatchObject({
    files: 0,
  })
})
