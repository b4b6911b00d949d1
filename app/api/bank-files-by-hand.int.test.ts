/** A bank's file by hand, through the API, by people who work for some companies: theirs alone they bring, see and confirm, and of no other they learn. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { ROLES } from '@/access/permissions'
import type { ProposalDetail, ProposalRow } from '@/payroll/statements/bank-file-proposals'
import { testEnv } from '@/stack/test-runner/database'
import { type TestLedger, testLedger } from '@/stack/test-runner/ledger'
import { People } from '@/stack/test-runner/people'
import { statement } from '@/stack/test-runner/route-bodies'
import { type TwoCompanies, twoCompanies } from '@/stack/test-runner/two-companies'
import { POST as confirm } from './bank-file-proposals/[id]/confirmations/route'
import { GET as read } from './bank-file-proposals/[id]/route'
import { GET as list } from './bank-file-proposals/route'
import { POST as bring } from './bank-messages/route'

const UNKNOWN_ACCOUNT = 'DE40500105175407324931'
type Told = { id: string; code: string; type: string; detail: string; effect: string; state: string; messages: { outcome: string }[] }

let test: TestLedger
let people: People
let world: TwoCompanies

beforeAll(async () => {
  test = await testLedger()
  const env = testEnv(test.database)
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value)
  world = await twoCompanies(test, env)
  people = new People(test.ledger, env)
  for (const role of ROLES) await people.add(`limited ${role}`, role, [world.ours.company])
  await people.add('second', 'coordinator', [world.ours.company])
  await people.add('of theirs', 'coordinator', [world.theirs.company])
  await people.add('of both', 'coordinator', [world.ours.company, world.theirs.company])
}, 240_000)
afterAll(() => test.close())

function brings(who: string, file: Blob, query = '') {
  const form = new FormData()
  form.append('file', file, 'by-mail.xml')
  form.append('reason', 'the bank sent it by e-mail')
  return people.ask<Told>(who, bring, { form, query })
}
const listed = async (who: string) => {
  const { body } = await people.ask<{ proposals: ProposalRow[] }>(who, list, { method: 'GET' })
  return body.proposals.map(({ id }) => id)
}

it('of their company is looked at, brought by one and confirmed by another of them', async () => {
  const file = statement(world.ours.account)
  const looked = await brings('limited coordinator', file, '?dryRun=true')
  expect(looked).toMatchObject({ status: 200, body: { messages: [{ outcome: 'applied' }] } })
  const { status, body } = await brings('limited coordinator', file)
  expect(status).toBe(201)
  expect(await listed('second')).toContain(body.id)
  expect(await listed('of theirs')).not.toContain(body.id)
  expect((await people.ask(`of theirs`, read, { id: body.id, method: 'GET' })).status).toBe(404)

  const { body: seen } = await people.ask<ProposalDetail>('second', read, { id: body.id, method: 'GET' })
  const answer = { id: body.id, body: { effect: seen.effect }, version: seen.version }
  expect((await people.ask('of theirs', confirm, answer)).status).toBe(404)
  expect((await people.ask<Told>('limited coordinator', confirm, answer)).body.detail).toContain('someone else must confirm')
  expect(await people.ask<Told>('second', confirm, answer)).toMatchObject({ status: 200, body: { state: 'applied' } })
})

it('with an account of another company, or of none that is known, is refused in the same words', async () => {
  const files = [
    statement(world.theirs.account),
    statement(world.ours.account, world.theirs.account),
    statement(UNKNOWN_ACCOUNT),
    statement(world.ours.account, UNKNOWN_ACCOUNT),
  ]
  const told = new Set<string>()
  for (const file of files) {
    for (const query of ['', '?dryRun=true']) {
      const { status, body } = await brings('limited coordinator', file, query)
      expect(status).toBe(403)
      const { traceId: _, ...words } = body as Told & { traceId: string }
      told.add(JSON.stringify(words))
      for (const mark of world.marksOfTheirs) expect(JSON.stringify(body)).not.toContain(mark)
    }
  }
  expect([...told]).toEqual([expect.stringContaining('Someone who works for every company has to upload it.')])
})

it('of two companies is brought and seen by who works for both, and not there for who works for one', async () => {
  const { status, body } = await brings('of both', statement(world.ours.account, world.theirs.account))
  expect(status).toBe(201)
  for (const who of ['limited coordinator', 'of theirs']) expect(await listed(who)).not.toContain(body.id)
  expect(await listed('of both')).toContain(body.id)
})

it('is brought by coordinators alone', async () => {
  for (const role of ROLES.filter((each) => each !== 'coordinator'))
    expect(await brings(`limited ${role}`, statement(world.ours.account))).toMatchObject({
      status: 403,
      body: { type: 'urn:payledger:problem:forbidden' },
    })
})
