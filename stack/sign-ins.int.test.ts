/** `npm start` names sign-ins that work, and no others. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createAuth } from '@/access/auth'
import { createUser } from '@/access/create-user'
import { demoSignIns, signInWords } from './sign-ins'
import { type TestLedger, testLedger } from './test-runner/ledger'

const PASSWORD = 'a password of the tests'

let test: TestLedger
beforeAll(async () => {
  test = await testLedger()
})
afterAll(() => test.close())

it('names nobody of an empty ledger', async () => {
  const people = await demoSignIns(test.database.url)
  expect(people).toEqual([])
  expect(signInWords(people, PASSWORD).join()).not.toContain(PASSWORD)
})

it('names those that are there, as they are', async () => {
  const auth = createAuth({
    ledger: test.ledger,
    secret: 'a secret of the tests, worth nothing elsewhere',
    appUrl: 'http://127.0.0.1:3000',
  })
  for (const [email, name, role] of [
    ['finance@payledger.test', 'Sample Finance', 'finance'],
    ['coordinator@payledger.test', 'Renamed Since', 'coordinator'],
    ['somebody@payledger.test', 'Of Their Own', 'admin'],
  ] as const)
    await createUser(auth, test.ledger, { email, name, roles: [role], password: PASSWORD })
  expect(signInWords(await demoSignIns(test.database.url), PASSWORD)).toEqual([
    '  coordinator@payledger.test   Renamed Since (coordinator)',
    '  finance@payledger.test       Sample Finance (finance)',
    `  The password of each of them: ${PASSWORD}`,
  ])
})
