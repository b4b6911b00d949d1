/** What a browser is given behind TLS, and that it signs in. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type TestLedger, testLedger } from '@/stack/test-runner/ledger'
import { createAuth } from './auth'
import { createUser } from './create-user'

const PERSON = { email: 'anna@payledger.test', password: 'a password of the tests' }

let test: TestLedger
beforeAll(async () => {
  test = await testLedger()
})
afterAll(() => test.close())

it.each([
  ['https://pay.example.com', /^__Host-payledger\.session_token=[^;]+;(?=.* Path=\/(;|$))(?=.* Secure)(?=.* HttpOnly)(?!.*Domain)/],
  ['http://127.0.0.1:3000', /^better-auth\.session_token=(?!.* Secure)/],
])('opened at %s the session is in a cookie of that host alone, which is read again', async (appUrl, cookie) => {
  const auth = createAuth({ ledger: test.ledger, secret: 'a secret of the tests, worth nothing elsewhere', appUrl })
  const person = { ...PERSON, email: `${new URL(appUrl).protocol.slice(0, -1)}@payledger.test` }
  await createUser(auth, test.ledger, { ...person, name: 'Anna', roles: ['support'], companies: [] })
  const answer = await auth.api.signInEmail({ body: person, asResponse: true })
  const [session = ''] = answer.headers.getSetCookie()
  expect(session).toMatch(cookie)
  const headers = new Headers({ cookie: session.split(';')[0] ?? '' })
  expect((await auth.api.getSession({ headers }))?.user.email).toBe(person.email)
})
