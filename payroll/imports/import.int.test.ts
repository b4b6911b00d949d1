/** A payroll file's way to a draft, against Postgres: checked as a stream, broken off, taken over, corrected, drafted. */
import { createHash, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inspectPayrollFile } from '@/payroll-files/inspect'
import { readPayrollFile } from '@/payroll-files/read'
import { PLAIN_NAMES } from '@/payroll-files/types'
import { sampleAccount } from '@/stack/sample-data/accounts'
import { randomOf } from '@/stack/sample-data/random'
import { checkJobOf, checkNow } from '@/stack/test-runner/check-now'
import { AGAIN, APPROVER, callOf, done, PREPARER, refused, type TestLedger, testLedger } from '@/stack/test-runner/ledger'
import { approveRun } from '../runs/approve-run'
import { cancelRun } from '../runs/cancel-run'
import { readHistory } from '../runs/history'
import { judgeRunDate } from '../runs/pay-date'
import { readRun } from '../runs/run'
import { submitRun } from '../runs/submit-run'
import { abandonImport } from './abandon-import'
import { beginCheck } from './begin-check'
import { beginImport } from './begin-import'
import { changeMapping } from './change-mapping'
import { rowRules } from './check-context'
import { ROW_COLUMN } from './check-correction'
import { checkFile } from './check-file'
import { draftImport } from './draft-import'
import { importPath } from './files'
import { allRefused, readImport, rememberedMapping } from './imports'
import { type TakenCheck, takeCheck } from './take-check'
import { writeBatch } from './write-check'

let test: TestLedger
const importDir = mkdtempSync(join(tmpdir(), 'payledger-imports-'))
const accountHashKey = 'a key of the tests, worth nothing elsewhere'
beforeAll(async () => {
  test = await testLedger()
})
afterAll(async () => {
  await test.close()
  rmSync(importDir, { recursive: true })
})

const HEADER = 'employee_number,employee_name,country,account,bic,currency,amount'
const BEFORE_PAY_DAY = new Date('2026-11-23T09:00:00Z')
const call = (key: string | null = null) => callOf(PREPARER, key, null, BEFORE_PAY_DAY)
const viewer = { userId: PREPARER.id, companies: null }
let stamp = 0
const row = (number: number, account = 'DE89370400440532013000', amount = `${1000 + stamp}.50`): string =>
  `${number},Jürgen Groß ${number},DE,${account},,EUR,${amount}`
const fileOf = (...rows: string[]): string => {
  stamp += 1
  return `${[HEADER, ...rows].join('\n')}\n`
}

/** Uploads the text as a file that is to be asked about. */
async function upload(text: string, { direct = false, payDate = '2026-11-25', name = 'pay.csv' } = {}): Promise<string> {
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
const place = () => ({ ledger: test.ledger, importDir, accountHashKey })
/** Asks for the check, unless the upload has done so. */
async function check(id: string): Promise<void> {
  if ((await read(id)).state !== 'checking') done(await beginCheck(test.ledger, call(), id))
  await checkNow(place(), id, BEFORE_PAY_DAY)
}
/** Asks for the check, and takes it as a process would that is then not heard of for a while. */
async function take(id: string): Promise<TakenCheck> {
  done(await beginCheck(test.ledger, call(), id))
  const taken = await takeCheck(test.ledger, call(), id, (await checkJobOf(test.ledger, id)).id)
  if (!taken) throw new Error('nothing to take')
  return taken
}
const read = async (id: string) => {
  const found = await readImport(test.ledger, viewer, id)
  if (!found) throw new Error('no such import')
  return found
}
const runsOf = async () => (await test.ledger.$queryRaw<{ n: number }[]>`SELECT count(*)::int AS n FROM payroll_run`)[0]?.n

describe('a check', () => {
  it('makes a ready file, and the draft all of its lines in one transaction', async () => {
    const id = await upload(fileOf(row(1), row(2)))
    await check(id)
    expect(await read(id)).toMatchObject({ state: 'ready', lines: 2, refused: 0 })
    const run = done(await draftImport(test.ledger, call('d1'), id, { acceptance: AGAIN }))
    expect(done(await draftImport(test.ledger, call('d1'), id, { acceptance: AGAIN }))).toEqual(run)
    expect(refused(await draftImport(test.ledger, call(), id, { acceptance: AGAIN }))).toBe('imported-before')
    expect(await readRun(test.ledger, viewer, run.id)).toMatchObject({ lines: 2, status: 'draft' })
    expect(await read(id)).toMatchObject({ state: 'imported', run: { id: run.id }, lines: 2 })
  })

  it('has its columns remembered when its run is approved, and not before', async () => {
    const remembered = () => rememberedMapping(test.ledger, test.companyId, 'these columns')
    const drafted = async () => {
      const id = await upload(fileOf(row(1), row(2)))
      await check(id)
      return done(await draftImport(test.ledger, call(), id, { acceptance: AGAIN }))
    }
    const given = await drafted()
    done(await cancelRun(test.ledger, call(), given.id, 1, 'Not this one.'))
    expect(await remembered()).toBeNull()
    const run = await drafted()
    const { seal } = done(await submitRun(test.ledger, call(), run.id, 1, AGAIN))
    expect(await remembered()).toBeNull()
    done(await approveRun(test.ledger, callOf(APPROVER, null, null, BEFORE_PAY_DAY), run.id, 2, seal ?? '', AGAIN))
    expect(await remembered()).toMatchObject({ delimiter: ',' })
  })

  it('goes on to the draft by itself where nothing is to be asked, and not when something is wrong', async () => {
    const line = row(77, sampleAccount('DE', randomOf('nobody else'), '88888').account)
    const good = await upload(fileOf(line), { direct: true })
    await check(good)
    expect(await read(good)).toMatchObject({ state: 'imported' })
    const again = await upload(`${HEADER}\n\n${line}\n`, { direct: true })
    await check(again)
    expect(await read(again)).toMatchObject({
      state: 'ready',
      drafting: false,
      run: null,
      repetition: { paid: 0, runs: [{ people: 1, same: 1 }] },
    })
    const bad = await upload(fileOf(row(1), row(2, 'DE00370400440532013000')), { direct: true })
    await check(bad)
    expect(await read(bad)).toMatchObject({ state: 'refused', refused: 1, lines: 1, run: null })
  })

  it('that was killed midway leaves no draft, is done by another process, and the stale attempt writes nothing more', async () => {
    const before = await runsOf()
    const id = await upload(fileOf(...Array.from({ length: 2_500 }, (_, index) => row(index + 1))))
    const staleAttempt = await take(id)
    const steps = readPayrollFile({ name: 'pay.csv', path: importPath(importDir, id) }, staleAttempt.mapping, rowRules(PLAIN_NAMES))
    const batch = (await steps.next()).value
    if (batch?.kind !== 'batch') throw new Error('no batch')
    expect(await writeBatch(test.ledger, staleAttempt, batch, accountHashKey)).toBe(true)
    expect(await read(id)).toMatchObject({ state: 'checking', progress: { rows: 1_000 }, stopped: null, waiting: false })
    expect(refused(await beginCheck(test.ledger, call(), id))).toBe('wrong-state')
    expect(refused(await draftImport(test.ledger, call(), id, { acceptance: AGAIN }))).toBe('wrong-state')
    // Its process was killed a minute ago, and another one works on the job.
    await test.ledger.$executeRaw`UPDATE payroll_import SET beat_at = now() - interval '1 minute' WHERE id = ${id}::uuid`
    expect(await read(id)).toMatchObject({ stopped: null, waiting: true })
    await checkNow(place(), id, BEFORE_PAY_DAY)
    const second = (await steps.next()).value
    if (second?.kind !== 'batch') throw new Error('no batch')
    expect(await writeBatch(test.ledger, staleAttempt, second, accountHashKey)).toBe(false)
    expect(await read(id)).toMatchObject({ state: 'ready', lines: 2_500 })
    expect(await runsOf()).toBe(before)
  })

  it('is given to one of two that ask at once, and one of two drafts is made', async () => {
    const id = await upload(fileOf(row(1), row(2)))
    const asked = await Promise.all([1, 2, 3].map(() => beginCheck(test.ledger, call(), id)))
    const begun = asked.filter(({ result }) => result.ok)
    expect(begun).toHaveLength(1)
    await checkNow(place(), id, BEFORE_PAY_DAY)
    const before = (await runsOf()) ?? 0
    const drafts = await Promise.all([1, 2, 3].map(() => draftImport(test.ledger, call(), id, { acceptance: AGAIN })))
    expect(drafts.filter(({ result }) => result.ok)).toHaveLength(1)
    expect(await runsOf()).toBe(before + 1)
  })

  it('is forgotten when the file is mapped anew or given up', async () => {
    const id = await upload(fileOf(row(1), row(2)))
    await check(id)
    const { sighting, mapping, version } = await read(id)
    done(await changeMapping(test.ledger, call(), id, version, { sighting, mapping, fingerprint: 'f' }))
    expect(await read(id)).toMatchObject({ state: 'uploaded', lines: 0, report: null })
    expect(refused(await draftImport(test.ledger, call(), id, { acceptance: AGAIN }))).toBe('wrong-state')
    const taken = await take(id)
    done(await abandonImport(test.ledger, call(), id))
    await checkFile(place(), taken, call())
    await checkNow(place(), id, BEFORE_PAY_DAY)
    expect(await read(id)).toMatchObject({ state: 'abandoned', lines: 0 })
  })

  it('of two tabs that map one file the second is told, and nothing of it is saved', async () => {
    const id = await upload(fileOf(row(1), row(2)))
    const { sighting, mapping, version } = await read(id)
    const change = { sighting, mapping, fingerprint: 'f' }
    const first = done(
      await changeMapping(test.ledger, call(), id, version, { ...change, mapping: { ...mapping, nameOrder: 'last-first' } }),
    )
    const second = await changeMapping(test.ledger, call(), id, version, { ...change, mapping: { ...mapping, leaveOutTotals: false } })
    expect(second.result).toMatchObject({
      rejection: {
        code: 'version-behind',
        changed: [
          { field: 'nameOrder', now: 'last-first' },
          { field: 'leaveOutTotals', now: true },
        ],
      },
    })
    expect(await read(id)).toMatchObject({ version: first.version, mapping: { nameOrder: 'last-first', leaveOutTotals: true } })
  })

  it('the same bytes for the same company and period lead to the file that was begun, until it is given up', async () => {
    const text = fileOf(row(1), row(2))
    const first = await upload(text)
    expect(await upload(text, { payDate: '2026-11-24' })).toBe(first)
    expect(await read(first)).toMatchObject({ state: 'uploaded', payDate: '2026-11-24' })
    done(await abandonImport(test.ledger, call(), first))
    expect(await upload(text)).not.toBe(first)
  })

  it('tells of another file with the very same lines', async () => {
    const text = fileOf(row(1), row(2))
    const first = await upload(text)
    await check(first)
    const run = done(await draftImport(test.ledger, call(), first, { acceptance: AGAIN }))
    const second = await upload(text.replaceAll(',', ';'))
    const { sighting, mapping, version } = await read(second)
    const amountStyle = { decimal: '.', group: '', exact: false, unit: 'major' } as const
    done(await changeMapping(test.ledger, call(), second, version, { sighting, mapping: { ...mapping, amountStyle }, fingerprint: 'f' }))
    await check(second)
    expect((await read(second)).repetition?.runs[0]).toMatchObject({ runId: run.id, reference: run.reference, people: 2, same: 2 })
  })
})

describe('lines with problems', () => {
  it('are left out only by the number that was seen, with a reason that stays in the history', async () => {
    const id = await upload(fileOf(row(1), row(2, 'DE00370400440532013000'), row(3), row(4, 'nothing')))
    await check(id)
    expect(refused(await draftImport(test.ledger, call(), id, { acceptance: AGAIN }))).toBe('rows')
    expect(refused(await draftImport(test.ledger, call(), id, { acceptance: AGAIN, leaveOut: { rows: 1, reason: 'they left' } }))).toBe(
      'rows',
    )
    const run = done(await draftImport(test.ledger, call(), id, { acceptance: AGAIN, leaveOut: { rows: 2, reason: 'they left' } }))
    expect(await read(id)).toMatchObject({ leftOut: { rows: 2, reason: 'they left', by: PREPARER.name }, refused: 2 })
    const [imported] = await readHistory(test.ledger, run.id)
    expect(imported).toMatchObject({ reason: 'they left', state: { leftOut: [3, 5], lines: 2 } })
  })

  it('come back corrected to where they stood, or are refused again, and none disappears', async () => {
    const id = await upload(fileOf(row(1), row(2, 'DE00370400440532013000'), row(3), row(4, 'nothing'), row(5, 'nothing')))
    await check(id)
    const fixed = `${HEADER},${ROW_COLUMN}\n${row(2)},3\n${row(4, 'still nothing')},5\n${row(9)},2\n`
    const file = `${id}.corrected`
    writeFileSync(importPath(importDir, file), fixed)
    const { mapping } = await read(id)
    const correction = { fileName: 'fixed.csv', file, sha256: 'f'.repeat(64), mapping }
    done(await beginCheck(test.ledger, call(), id, correction))
    await checkNow(place(), id, BEFORE_PAY_DAY)
    const after = await read(id)
    expect(after).toMatchObject({ state: 'refused', lines: 3, refused: 2, report: { corrections: [{ fileName: 'fixed.csv', rows: 1 }] } })
    expect(after.report?.notes.map(({ reason }) => reason).join()).toContain('row 2 had no problem')
    expect((await Array.fromAsync(allRefused(test.ledger, id))).map((each) => [each.row, each.cells[3]])).toEqual([
      [5, 'still nothing'],
      [6, 'nothing'],
    ])
    const run = done(await draftImport(test.ledger, call(), id, { acceptance: AGAIN, leaveOut: { rows: 2, reason: 'asked them' } }))
    const lines = await test.ledger.$queryRaw<{ line_number: number }[]>`
      SELECT line_number FROM payroll_line WHERE run_id = ${run.id}::uuid ORDER BY 1`
    expect(lines.map((line) => line.line_number)).toEqual([2, 3, 4])
  })

  it('do not come back as somebody who is in the file already', async () => {
    const id = await upload(fileOf(row(1), row(2, 'nothing')))
    await check(id)
    const file = `${id}.twice`
    writeFileSync(importPath(importDir, file), `${HEADER},${ROW_COLUMN}\n${row(1)},3\n`)
    const { mapping } = await read(id)
    const correction = { fileName: 'fixed.csv', file, sha256: 'e'.repeat(64), mapping }
    done(await beginCheck(test.ledger, call(), id, correction))
    await checkNow(place(), id, BEFORE_PAY_DAY)
    const [row3] = await Array.fromAsync(allRefused(test.ledger, id))
    expect(row3).toMatchObject({ row: 3, reasons: ['The employee number 1 is already in row 2.'] })
  })
})

describe('the pay date', () => {
  it('is refused on a closing day and after the cut-off, with the next possible day', async () => {
    const judge = (payDate: string, now = BEFORE_PAY_DAY) =>
      judgeRunDate(test.ledger, { companyId: test.companyId, payDate, now, currencies: ['EUR'] })
    expect(await judge('2026-11-25')).toMatchObject({ sentence: null, next: null })
    expect(await judge('2026-11-28')).toMatchObject({ next: '2026-11-30' })
    expect(await judge('2026-12-25')).toMatchObject({ next: '2026-12-28' })
    // No account in zlotys: the euro account pays them, and its bank is closed.
    const zlotys = { companyId: test.companyId, payDate: '2027-03-26', now: BEFORE_PAY_DAY, currencies: ['PLN'] }
    expect(await judgeRunDate(test.ledger, zlotys)).toMatchObject({ problem: { code: 'closed', day: 'good-friday' }, next: '2027-03-30' })
    // 16:30 in Berlin is 15:30 UTC.
    expect(await judge('2026-11-23', new Date('2026-11-23T15:31:00Z'))).toMatchObject({ next: '2026-11-24' })
    expect(await judge('2026-11-20')).toMatchObject({ next: '2026-11-23' })
  })

  it('can be another one when the draft is made', async () => {
    const id = await upload(fileOf(row(1), row(2)), { payDate: '2026-11-28' })
    await check(id)
    expect(refused(await draftImport(test.ledger, call(), id, { acceptance: AGAIN }))).toBe('rows')
    const run = done(await draftImport(test.ledger, call(), id, { acceptance: AGAIN, payDate: '2026-11-30' }))
    expect(await readRun(test.ledger, viewer, run.id)).toMatchObject({ payDate: '2026-11-30' })
  })
})

it('another company’s file is not seen, checked, changed or drafted', async () => {
  const id = await upload(fileOf(row(1), row(2)))
  const stranger = { ...call(), companies: [randomUUID()] }
  expect(await readImport(test.ledger, { userId: 'x', companies: stranger.companies }, id)).toBeNull()
  expect(refused(await beginCheck(test.ledger, stranger, id))).toBe('not-found')
  await check(id)
  expect(refused(await draftImport(test.ledger, stranger, id, {}))).toBe('not-found')
  expect(refused(await abandonImport(test.ledger, stranger, id))).toBe('not-found')
})

it('takes 100,000 rows to a draft in under 300 MB', async () => {
  const id = await upload(fileOf(...Array.from({ length: 100_000 }, (_, index) => row(index + 1))))
  global.gc?.()
  let peak = 0
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss)
  }, 50)
  const before = process.memoryUsage().rss
  await check(id)
  done(await draftImport(test.ledger, call(), id, { acceptance: AGAIN }))
  clearInterval(watch)
  expect(await read(id)).toMatchObject({ state: 'imported', lines: 100_000 })
  expect((peak - before) / 1e6).toBeLessThan(300)
}, 480_000)
