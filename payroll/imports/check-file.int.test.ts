/** A payroll file is checked as a stream, broken off, taken over, and checked again. */
import { describe, expect, it } from 'vitest'
import { readPayrollFile } from '@/payroll-files/read'
import { PLAIN_NAMES } from '@/payroll-files/types'
import { sampleAccount } from '@/stack/sample-data/accounts'
import { randomOf } from '@/stack/sample-data/random'
import { checkNow } from '@/stack/test-runner/check-now'
import { AGAIN, APPROVER, callOf, done, refused } from '@/stack/test-runner/ledger'
import {
  accountHashKey,
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
  runsOf,
  take,
  test,
  upload,
  viewer,
} from '@/stack/test-runner/uploaded'
import { approveRun } from '../runs/approve-run'
import { cancelRun } from '../runs/cancel-run'
import { readRun } from '../runs/run'
import { submitRun } from '../runs/submit-run'
import { abandonImport } from './abandon-import'
import { beginCheck } from './begin-check'
import { changeMapping } from './change-mapping'
import { rowRules } from './check-context'
import { checkFile } from './check-file'
import { draftImport } from './draft-import'
import { importPath } from './files'
import { rememberedMapping } from './imports'
import { writeBatch } from './write-check'

importLedger()

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
