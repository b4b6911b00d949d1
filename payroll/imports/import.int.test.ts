/** A checked payroll file’s way to a draft, against Postgres: corrected, judged by its pay date, drafted. */
import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { checkNow } from '@/stack/test-runner/check-now'
import { AGAIN, done, PREPARER, refused } from '@/stack/test-runner/ledger'
import {
  BEFORE_PAY_DAY,
  call,
  check,
  fileOf,
  HEADER,
  importDir,
  importLedger,
  place,
  read,
  row,
  test,
  upload,
  viewer,
} from '@/stack/test-runner/uploaded'
import { readHistory } from '../runs/history'
import { judgeRunDate } from '../runs/pay-date'
import { readRun } from '../runs/run'
import { abandonImport } from './abandon-import'
import { beginCheck } from './begin-check'
import { ROW_COLUMN } from './check-correction'
import { draftImport } from './draft-import'
import { importPath } from './files'
import { allRefused, readImport } from './imports'

importLedger()

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
