/** A payroll file whose bytes are gone, as after a restore on another machine: who maps its columns is told so, and by the page as well. */
import { rmSync } from 'node:fs'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { PUT } from '@/app/api/payroll-imports/[id]/mapping/route'
import { importPath } from '@/payroll/imports/files'
import { readImport } from '@/payroll/imports/imports'
import { testEnv } from '@/stack/test-runner/database'
import { People } from '@/stack/test-runner/people'
import { fileOf, importDir, importLedger, row, test, upload, viewer } from '@/stack/test-runner/uploaded'
import { server } from '../server'

importLedger()
let people: People

beforeAll(async () => {
  const env = { ...testEnv(test.database), IMPORT_DIR: importDir }
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value)
  people = new People(test.ledger, env)
  await people.add('coordinator', 'coordinator')
})
afterAll(() => server().ledger.$disconnect())

it.each([false, true])('says that the file is gone, and keeps what was chosen before (read again: %s)', async (again) => {
  const id = await upload(fileOf(row(1)))
  const before = await readImport(test.ledger, viewer, id)
  const body = { mapping: before?.mapping, again }
  const put = () => people.ask<{ detail: string }>('coordinator', PUT, { id, method: 'PUT', body, version: before?.version ?? 0 })
  rmSync(importPath(importDir, id))
  expect(await put()).toMatchObject({ status: 409, body: { detail: 'The file is no longer on the server. Upload it again.' } })
  expect(await readImport(test.ledger, viewer, id)).toEqual(before)
})
