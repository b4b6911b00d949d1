/** Refused rows, corrected cell by cell in the page: checked again, journalled, and never a way round four eyes. */
import { createHash, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inspectPayrollFile } from '@/payroll-files/inspect'
import { checkNow } from '@/stack/test-runner/check-now'
import { AGAIN, APPROVER, callOf, done, PREPARER, refused, type TestLedger, testLedger } from '@/stack/test-runner/ledger'
import { approveRun } from '../runs/approve-run'
import { readRun } from '../runs/run'
import { submitRun } from '../runs/submit-run'
import { beginCheck } from './begin-check'
import { beginImport } from './begin-import'
import { draftImport } from './draft-import'
import { editRows, type RowEdit } from './edit-rows'
import { importPath } from './files'
import { allRefused, readImport } from './imports'

let test: TestLedger
const importDir = mkdtempSync(join(tmpdir(), 'payledger-edits-'))
const accountHashKey = 'a key of the tests, worth nothing elsewhere'
beforeAll(async () => {
  test = await testLedger()
})
afterAll(async () => {
  await test.close()
  rmSync(importDir, { recursive: true })
})

const HEADER = 'employee_number,employee_name,country,account,bic,currency,amount'
const ACCOUNT = 'DE89370400440532013000'
const NOW = new Date('2026-11-23T09:00:00Z')
const [NUMBER, NAME, ACCOUNT_CELL, AMOUNT] = [0, 1, 3, 6]
const call = (actor = PREPARER) => callOf(actor, null, null, NOW)
let stamp = 0

async function checked(rows: readonly string[]): Promise<string> {
  stamp += 1
  const text = `${[HEADER, ...rows, `${9_000 + stamp},Filler,DE,${ACCOUNT},,EUR,1.00`].join('\n')}\n`
  const id = randomUUID()
  const path = importPath(importDir, id)
  writeFileSync(path, text)
  const sighting = await inspectPayrollFile({ name: 'pay.csv', path })
  if (sighting.kind === 'refused') throw new Error(sighting.sentence)
  const sha256 = createHash('sha256').update(text).digest('hex')
  const file = { id, companyId: test.companyId, period: '2026-11', payDate: '2026-11-25', fileName: 'pay.csv', sizeBytes: text.length }
  done(
    await beginImport(test.ledger, call(), { ...file, sha256, sighting, mapping: sighting.mapping, fingerprint: 'these', direct: false }),
  )
  done(await beginCheck(test.ledger, call(), id))
  await checkNow({ ledger: test.ledger, importDir, accountHashKey }, id, NOW)
  return id
}

const read = async (id: string) => {
  const found = await readImport(test.ledger, { userId: PREPARER.id, companies: null }, id)
  if (!found) throw new Error('no such import')
  return found
}
const edit = async (id: string, edits: RowEdit[], actor = PREPARER, version?: number) =>
  editRows(test.ledger, call(actor), id, version ?? (await read(id)).version, edits, accountHashKey)
const reasons = async (id: string) => (await Array.fromAsync(allRefused(test.ledger, id))).map(({ row, reasons }) => [row, ...reasons])

describe('a refused row edited in the page', () => {
  it('is a line when it is right, and refused with what is wrong now when it is not', async () => {
    const id = await checked([`1,Ana,DE,DE00370400440532013000,,EUR,0.00`, `2,Ben,DE,${ACCOUNT},,EUR,-5`])
    expect(await read(id)).toMatchObject({ state: 'refused', refused: 2, lines: 1 })
    const first = done(await edit(id, [{ row: 2, cells: { [ACCOUNT_CELL]: ACCOUNT } }]))
    expect(first).toMatchObject({ taken: 0, left: 2, refused: [{ row: 2, reasons: ['amount (G): The amount is zero.'] }] })
    const second = done(await edit(id, [{ row: 2, cells: { [AMOUNT]: '10.00' } }]))
    expect(second).toMatchObject({ taken: 1, left: 1, refused: [] })
    expect(done(await edit(id, [{ row: 3, cells: { [AMOUNT]: '5.00' } }]))).toMatchObject({ taken: 1, left: 0 })
    expect(await read(id)).toMatchObject({ state: 'ready', refused: 0, lines: 3, report: { edited: 2 } })
  })

  it('meets the same rules as a row of the file: employees, widths, accounts paid twice', async () => {
    const id = await checked([`1,Ana,DE,${ACCOUNT},,EUR,10.00`, `2,Ben,DE,${ACCOUNT},,EUR,0.00`, `3,Cleo,DE,${ACCOUNT}`])
    expect(done(await edit(id, [{ row: 3, cells: { [NUMBER]: '1', [AMOUNT]: '7.00' } }])).refused).toMatchObject([
      { row: 3, reasons: ['The employee number 1 is already in row 2.'] },
    ])
    const both = done(
      await edit(id, [
        { row: 3, cells: { [NUMBER]: '2', [AMOUNT]: '7.00' } },
        { row: 4, cells: { 5: 'EUR', [AMOUNT]: '8.00' } },
      ]),
    )
    expect(both).toMatchObject({ taken: 2, left: 0 })
    expect((await read(id)).report?.notes.map(({ reason }) => reason)).toContain('This account is also paid in row 2.')
  })

  it('is edited once: not again, not where another mapping is seen, not when it was never refused', async () => {
    const id = await checked([`1,Ana,DE,${ACCOUNT},,EUR,0.00`, `2,Ben,DE,${ACCOUNT},,EUR,0.00`])
    const mend = [{ row: 2, cells: { [AMOUNT]: '1.00' } }]
    expect(refused(await edit(id, mend, PREPARER, 99))).toBe('version-behind')
    done(await edit(id, mend))
    expect(refused(await edit(id, mend))).toBe('rows')
    expect(refused(await edit(id, [{ row: 77, cells: { [AMOUNT]: '1.00' } }]))).toBe('rows')
    expect(refused(await edit(id, [...mend, { row: 3, cells: { [AMOUNT]: '1.00' } }]))).toBe('rows')
    expect(await reasons(id)).toEqual([[3, 'amount (G): The amount is zero.']])
    const elsewhere = { ...call(), companies: [] }
    expect(refused(await editRows(test.ledger, elsewhere, id, 1, mend, accountHashKey))).toBe('not-found')
  })

  it('is a hand in the run, by its own name', async () => {
    const id = await checked([`1,Ana,DE,${ACCOUNT},,EUR,0.00`])
    done(await edit(id, [{ row: 2, cells: { [AMOUNT]: '9000.00' } }], APPROVER))
    const run = done(await draftImport(test.ledger, call(), id, {}))
    expect(await readRun(test.ledger, { userId: APPROVER.id, companies: null }, run.id)).toMatchObject({ handIn: 'edited' })
    const [journal] = await test.ledger.$queryRaw<{ detail: object }[]>`
      SELECT event::json #> '{data,detail}' AS detail FROM outbox WHERE type = 'audit.file-edited' AND event::json #>> '{data,about,id}' = ${id}`
    expect(journal?.detail).toEqual({ file: 'pay.csv', rows: [2], columns: ['amount'] })
  })
})

it('a name of another script is settled once: proposed by rule or typed, and so in the next file when it was approved', async () => {
  const rows = (amount: string) => [`1,დავით ბერიძე,DE,${ACCOUNT},,EUR,${amount}`, `2,محمد علي,DE,${ACCOUNT},,EUR,${amount}`]
  const id = await checked(rows('10.00'))
  const [georgian, arabic] = await Array.fromAsync(allRefused(test.ledger, id))
  expect(georgian).toMatchObject({ row: 2, proposed: { [NAME]: 'Davit Beridze' } })
  expect(arabic).toMatchObject({ row: 3, proposed: null })
  const cells = georgian?.proposed ?? {}
  expect(
    done(
      await edit(id, [
        { row: 2, cells },
        { row: 3, cells: { [NAME]: 'Mohamad Ali 😀' } },
      ]),
    ),
  ).toMatchObject({ taken: 1, left: 1 })
  done(await edit(id, [{ row: 3, cells: { [NAME]: 'Mohamad Ali' } }]))
  // One person alone teaches nothing: the name is on an account, and is remembered when somebody else has approved it.
  expect(await reasons(await checked(rows('10.50')))).toHaveLength(2)
  const run = done(await draftImport(test.ledger, call(), id, { acceptance: AGAIN }))
  const { seal } = done(await submitRun(test.ledger, call(), run.id, 1, AGAIN))
  expect(await reasons(await checked(rows('10.60')))).toHaveLength(2)
  done(await approveRun(test.ledger, call(APPROVER), run.id, 2, seal ?? '', AGAIN))
  const next = await checked(rows('11.00'))
  expect(await read(next)).toMatchObject({ state: 'ready', lines: 3 })
  expect((await read(next)).report?.notes.map(({ reason }) => reason)).toContain(
    '"დავით ბერიძე" is paid as "Davit Beridze", as preparer wrote it.',
  )
  // Somebody else of that name is asked about.
  expect(await reasons(await checked([`7,დავით ბერიძე,DE,${ACCOUNT},,EUR,1.00`]))).toHaveLength(1)
})
