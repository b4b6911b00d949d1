/** If this fails, an invitation is lost, sent to somebody else, or shown to whoever made it. */
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createAuth } from '@/access/auth'
import { createUser } from '@/access/create-user'
import { changeSetUp } from '@/payroll/set-up/change-set-up'
import { readPerson } from '@/payroll/set-up/people'
import { linkIdOf } from '@/payroll/set-up/sign-in-links'
import { choosePassword } from '@/payroll/set-up/use-link'
import { freePort } from '@/stack/ports'
import { machineClock } from '@/stack/test-runner/clock'
import { testEnv } from '@/stack/test-runner/database'
import { callOf, done, refused, type TestLedger, testLedger } from '@/stack/test-runner/ledger'
import { testProcesses, until } from '@/stack/test-runner/processes'

const processes = testProcesses()
const received: { to: string[]; text: string }[] = []
let test: TestLedger
let env: Record<string, string>
let port: number
let mails: SMTPServer | null = null

/** A real mail server that keeps what it is given. */
function openMailServer(): Promise<SMTPServer> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, callback) {
      let text = ''
      stream.on('data', (chunk: Buffer) => {
        text += chunk.toString()
      })
      stream.on('end', () => {
        const plain = text.replace(/=\r\n/g, '').replace(/=3D/g, '=')
        received.push({ to: session.envelope.rcptTo.map(({ address }) => address), text: plain })
        callback()
      })
    },
  })
  return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(server)))
}

beforeAll(async () => {
  test = await testLedger()
  port = await freePort()
  env = { ...testEnv(test.database), SMTP_URL: `smtp://127.0.0.1:${port}`, MAIL_FROM: 'Bureau <pay@bureau.test>' }
})
afterAll(async () => {
  await processes.stopAll()
  await new Promise<void>((resolve) => (mails ? mails.close(() => resolve()) : resolve()))
  await test.close()
})

it('is sent once the mail server is there, to its person alone, and works once', { timeout: 180_000 }, async () => {
  const auth = createAuth({ ledger: test.ledger, secret: env.AUTH_SECRET ?? '', appUrl: env.APP_URL ?? '' })
  const person = { name: 'Admin', email: 'admin@payledger.test', password: 'a password of the tests', roles: ['admin'] as const }
  const admin = await createUser(auth, test.ledger, person)
  const call = { ...callOf({ kind: 'user', id: admin, name: 'Admin' }), now: machineClock() }
  const invited = { kind: 'invitation' as const, name: 'Ivy Invited', email: 'ivy@payledger.test', roles: ['support'], companies: [] }
  const { userId } = done(await changeSetUp(test.ledger, call, invited, null, true))
  const link = async () => (await readPerson(test.ledger, userId ?? '', machineClock()))?.link
  processes.start('jobs', env)
  await until('it was tried', async () => {
    const [job] = await test.ledger.$queryRaw<{ tries: number }[]>`SELECT retry_count AS tries FROM pgboss.job WHERE name = 'send-link'`
    return (job?.tries ?? 0) > 0
  })
  expect((await link())?.sentAt).toBeNull()
  mails = await openMailServer()
  await until('it was sent', async () => (await link())?.sentAt !== null)
  expect(received).toMatchObject([{ to: ['ivy@payledger.test'], text: expect.stringContaining('From: Bureau <pay@bureau.test>') }])
  const token = /choose-password\?token=(\S+)/.exec(received[0]?.text ?? '')?.[1] ?? ''
  const id = linkIdOf(token, env.AUTH_SECRET ?? '')
  expect(id).toBe((await link())?.id)
  done(await choosePassword(test.ledger, call, id, { passwordHash: 'a hash of the tests' }))
  expect(refused(await choosePassword(test.ledger, call, id, { passwordHash: 'another' }))).toBe('link-gone')
})
