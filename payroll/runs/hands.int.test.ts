/** Whoever had a hand in a payroll file may not approve what it became, through the commands that people use, whatever the hand was. */
import { createHash, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inspectPayrollFile } from '@/payroll-files/inspect'
import { checkNow } from '@/stack/test-runner/check-now'
import { TEST_NOW } from '@/stack/test-runner/clock'
import { ACCOUNT_HASH_KEY, AGAIN, callOf, done, draftRun, refused, type TestLedger, testLedger } from '@/stack/test-runner/ledger'
import { beginCheck } from '../imports/begin-check'
import { beginImport } from '../imports/begin-import'
import { changeMapping } from '../imports/change-mapping'
import { ROW_COLUMN } from '../imports/check-correction'
import { type DraftOptions, draftImport } from '../imports/draft-import'
import { importPath } from '../imports/files'
import { readImport } from '../imports/imports'
import type { CommandContext } from '../transaction/execute'
import { approveRun } from './approve-run'
import { readHistory } from './history'
import { listRuns } from './list-runs'
import { readRun } from './run'
import { sendBackRun } from './send-back-run'
import { submitRun } from './submit-run'

let test: TestLedger
const importDir = mkdtempSync(join(tmpdir(), 'payledger-hands-'))
beforeAll(async () => {
  test = await testLedger()
  for (const id of ['anna', 'ben', 'cora', 'dora'])
    await test.ledger
      .$executeRaw`INSERT INTO app_user (id, name, email, roles) VALUES (${id}, ${id[0]?.toUpperCase() + id.slice(1)}, ${`${id}@payledger.test`}, '{coordinator}')`
})
afterAll(async () => {
  await test.close()
  rmSync(importDir, { recursive: true })
})

const NOW = new Date('2026-11-23T09:00:00Z')
const as = (id: string): CommandContext => callOf({ kind: 'user', id, name: `${id[0]?.toUpperCase()}${id.slice(1)}` }, null, null, NOW)
const HEADER = 'employee_number,employee_name,country,account,bic,currency,amount'
let stamp = 0
const row = (number: number, account = 'DE89370400440532013000', amount = `${1000 + stamp}.50`): string =>
  `${number},Jürgen Groß ${number},DE,${account},,EUR,${amount}`
const goodFile = (): string => {
  stamp += 1
  return `${[HEADER, row(1), row(2)].join('\n')}\n`
}
/** Its second row has an account that is none. */
const badFile = (): string => {
  stamp += 1
  return `${[HEADER, row(1), row(2, 'DE00370400440532013000')].join('\n')}\n`
}

async function upload(who: string, text: string, payDate = '2026-11-25'): Promise<string> {
  const id = randomUUID()
  writeFileSync(importPath(importDir, id), text)
  const sighting = await inspectPayrollFile({ name: 'pay.csv', path: importPath(importDir, id) })
  if (sighting.kind === 'refused') throw new Error(sighting.sentence)
  const sha256 = createHash('sha256').update(text).digest('hex')
  const named = { id, companyId: test.companyId, period: '2026-11', payDate, fileName: 'pay.csv', sizeBytes: text.length, sha256 }
  return done(await beginImport(test.ledger, as(who), { ...named, fingerprint: 'f', direct: false, sighting, mapping: sighting.mapping }))
    .id
}
const place = () => ({ ledger: test.ledger, importDir, accountHashKey: ACCOUNT_HASH_KEY })
async function check(who: string, id: string, corrected?: string): Promise<void> {
  const file = await readImport(test.ledger, { userId: who, companies: null }, id)
  if (!file) throw new Error('no such file')
  const correction = corrected ? { fileName: 'mine.csv', file: `${id}.c`, sha256: 'c'.repeat(64), mapping: file.mapping } : null
  if (corrected) writeFileSync(importPath(importDir, `${id}.c`), corrected)
  done(await beginCheck(test.ledger, as(who), id, correction))
  await checkNow(place(), id, NOW)
}
async function remap(who: string, id: string): Promise<void> {
  const file = await readImport(test.ledger, { userId: who, companies: null }, id)
  if (!file) throw new Error('no such file')
  const change = { sighting: file.sighting, mapping: { ...file.mapping, leaveOutTotals: false }, fingerprint: 'f' }
  done(await changeMapping(test.ledger, as(who), id, file.version, change))
}
const draft = async (who: string, id: string, options: DraftOptions = {}) =>
  done(await draftImport(test.ledger, as(who), id, { acceptance: AGAIN, ...options }))
const submit = async (who: string, id: string, version = 1) => done(await submitRun(test.ledger, as(who), id, version, AGAIN)).seal ?? ''
const approve = (who: string, id: string, seal: string, version = 2) => approveRun(test.ledger, as(who), id, version, seal, AGAIN)
const runFor = (who: string, id: string) => readRun(test.ledger, { userId: who, companies: null }, id)

describe('the approver of a run', () => {
  it('is not who uploaded another account into its corrected file, and everyone is named by name and sign-in', async () => {
    const id = await upload('anna', badFile())
    await check('anna', id)
    await check('cora', id, `${HEADER},${ROW_COLUMN}\n${row(2, 'DE02120300000000202051', '9000.00')},3\n`)
    const run = await draft('ben', id)
    const seal = await submit('ben', run.id)
    for (const who of ['anna', 'ben', 'cora']) expect(refused(await approve(who, run.id, seal))).toBe('four-eyes')
    expect(await runFor('cora', run.id)).toMatchObject({ handIn: 'corrected' })
    expect((await runFor('dora', run.id))?.hands.map(({ name, email, act }) => `${name} ${email} ${act}`)).toEqual([
      'Anna anna@payledger.test uploaded',
      'Ben ben@payledger.test drafted',
      'Ben ben@payledger.test submitted',
      'Cora cora@payledger.test corrected',
    ])
    const history = await readHistory(test.ledger, run.id)
    expect(history.map(({ type, actor }) => `${actor.email} ${type}`)).toEqual([
      'ben@payledger.test payroll-run.submitted',
      'ben@payledger.test audit.run-imported',
      'cora@payledger.test audit.file-corrected',
      'anna@payledger.test audit.file-uploaded',
    ])
    expect(history[1]?.state.hands).toMatchObject([
      { id: 'anna', email: 'anna@payledger.test', act: 'uploaded' },
      { id: 'ben', act: 'drafted' },
      { id: 'cora', name: 'Cora', act: 'corrected' },
    ])
    done(await approve('dora', run.id, seal))
  })

  it('is not who said how the file is read, though another uploaded and drafted it', async () => {
    const id = await upload('anna', goodFile())
    await remap('cora', id)
    await check('anna', id)
    const run = await draft('anna', id)
    const seal = await submit('anna', run.id)
    expect(refused(await approve('cora', run.id, seal))).toBe('four-eyes')
    expect(await runFor('cora', run.id)).toMatchObject({ handIn: 'mapped' })
    done(await approve('ben', run.id, seal))
  })

  it('is not who sent corrected rows of which none was taken', async () => {
    const id = await upload('anna', badFile())
    await check('anna', id)
    await check('cora', id, 'not,the,file\n1,2,3\n')
    const run = await draft('anna', id, { leaveOut: { rows: 1, reason: 'paid by cheque' } })
    expect(refused(await approve('cora', run.id, await submit('anna', run.id)))).toBe('four-eyes')
    expect((await runFor('anna', run.id))?.hands.map(({ act }) => act).sort()).toEqual([
      'corrected',
      'drafted',
      'gave-reason',
      'left-out',
      'submitted',
      'uploaded',
    ])
  })

  it('is not who uploaded the same bytes again with another pay date, nor who set it at the draft', async () => {
    const text = goodFile()
    const id = await upload('anna', text)
    expect(await upload('cora', text, '2026-11-26')).toBe(id)
    await check('anna', id)
    const run = await draft('ben', id, { payDate: '2026-11-27' })
    const seal = await submit('anna', run.id)
    for (const who of ['anna', 'ben', 'cora']) expect(refused(await approve(who, run.id, seal))).toBe('four-eyes')
    expect((await runFor('ben', run.id))?.hands.filter(({ userId }) => userId === 'ben').map(({ act }) => act)).toEqual([
      'drafted',
      'gave-reason',
      'set-pay-date',
    ])
    done(await approve('dora', run.id, seal))
  })

  it('is not who submitted it before it was sent back, though another submits it again', async () => {
    const { id } = done(await draftRun(test, goodFile(), '2026-11', as('anna')))
    await submit('cora', id)
    done(await sendBackRun(test.ledger, as('ben'), id, 2, 'look at line 2'))
    const seal = await submit('anna', id, 3)
    expect(refused(await approve('cora', id, seal, 4))).toBe('four-eyes')
    done(await approve('ben', id, seal, 4))
  })

  it('does not find a run of theirs under what waits for their approval', async () => {
    const id = await upload('anna', goodFile())
    await remap('cora', id)
    await check('anna', id)
    const run = await draft('anna', id)
    await submit('anna', run.id)
    const inbox = async (who: string, name: 'needs-my-approval' | 'waiting') =>
      (
        await listRuns(test.ledger, { userId: who, companies: null }, { inbox: name, find: null, sort: 'newest', cursor: null }, TEST_NOW)
      ).rows.some((each) => each.id === run.id)
    expect([await inbox('cora', 'needs-my-approval'), await inbox('cora', 'waiting')]).toEqual([false, true])
    expect([await inbox('dora', 'needs-my-approval'), await inbox('dora', 'waiting')]).toEqual([true, false])
  })
})

describe('the database', () => {
  it('refuses a run of a file that does not name all of its hands, and unsays none', async () => {
    const id = await upload('anna', goodFile())
    await check('anna', id)
    const { id: other } = done(await draftRun(test, goodFile(), '2026-11', as('ben')))
    const imported = test.ledger.$executeRaw`UPDATE payroll_import SET state = 'imported', run_id = ${other}::uuid WHERE id = ${id}::uuid`
    await expect(imported).rejects.toThrow('does not name everyone')
    await expect(test.ledger.$executeRaw`DELETE FROM import_hand WHERE import_id = ${id}::uuid`).rejects.toThrow()
    await draft('anna', id)
    const later = test.ledger.$executeRaw`INSERT INTO import_hand VALUES (${id}::uuid, 'cora', 'edited', now())`
    await expect(later).rejects.toThrow('is not changed')
  })
})
