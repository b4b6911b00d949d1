/** `npx payledger` against the running server, as a program uses it. */
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { sampleAccount } from '@/stack/sample-data/accounts'
import { randomOf } from '@/stack/sample-data/random'
import { variablesWith } from '@/stack/variable'
import { become, type Person } from './people'
import { expect, test } from './product'

type Ran = { code: number; out: string; err: string }

/** The environment with these, without what the test runner says about colours. */
const asIs = (more: Readonly<Record<string, string>>): NodeJS.ProcessEnv =>
  ({ ...variablesWith(more), FORCE_COLOR: undefined, NO_COLOR: undefined }) as unknown as NodeJS.ProcessEnv

/** Runs the command as this key. */
function payledger(url: string, apiKey: string, ...args: string[]): Promise<Ran> {
  return new Promise((resolve) => {
    const env = asIs({ HOME: tmpdir(), PAYLEDGER_URL: url, PAYLEDGER_API_KEY: apiKey })
    execFile(process.execPath, ['cli/payledger.mjs', ...args], { env, encoding: 'utf8' }, (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, out, err }),
    )
  })
}

async function keyOf(page: Page, person: Person, permissions: string[], password: string, baseURL: string): Promise<string> {
  await become(page, person, password, baseURL)
  const answer = await page.request.post('/api/api-keys', {
    data: { name: 'a test', permissions, days: 1 },
    headers: { origin: new URL(baseURL).origin },
  })
  return ((await answer.json()) as { token: string }).token
}

function payrollFile(): string {
  const random = randomOf(crypto.randomUUID())
  const own = crypto.randomUUID().slice(0, 8)
  const row = (n: number, country: string) =>
    `${own}-${n},Cleo Command ${own.replace(/\d/g, 'x')}${n},${country},${sampleAccount(country, random, '88888').account},,EUR,${2000 + n}.00`
  const path = join(mkdtempSync(join(tmpdir(), 'payledger-cli-')), `cli-${own}.csv`)
  writeFileSync(path, `employee_number,employee_name,country,account,bic,currency,amount\n${row(1, 'ES')}\n${row(2, 'DE')}\n`)
  return path
}

test('a program imports and submits a run, another approves it, and what is wrong is said with an exit code', async ({
  page,
  demoPassword,
  baseURL: address,
}) => {
  test.setTimeout(180_000)
  const url = address ?? ''
  const preparer = await keyOf(
    page,
    'coordinator',
    ['runs:read', 'runs:prepare', 'payouts:read', 'search:read', 'findings:read'],
    demoPassword,
    url,
  )
  const approver = await keyOf(page, 'approver', ['runs:read', 'runs:approve', 'bank-files:apply'], demoPassword, url)
  const me = await payledger(url, preparer, '--json', 'whoami')
  expect(JSON.parse(me.out)).toMatchObject({ email: 'coordinator@payledger.test', byKey: true })

  const file = payrollFile()
  const dates = ['--period', '2027-03', '--pay-date', '2027-03-24']
  const wrong = await payledger(url, preparer, 'run', 'import', file, '--company', 'XXX', ...dates)
  expect([wrong.code, wrong.out, wrong.err]).toEqual([1, '', expect.stringMatching(/There is no company XXX. There are: .*PFB/)])
  const broken = join(file, '..', 'broken.csv')
  writeFileSync(broken, readFileSync(file, 'utf8').replace('2001.00', 'much'))
  const rows = await payledger(url, preparer, 'run', 'import', broken, '--company', 'pfb', ...dates)
  expect([rows.code, rows.err]).toEqual([1, expect.stringMatching(/row 2, amount: /)])
  const imported = await payledger(url, preparer, '--json', 'run', 'import', file, '--company', 'pfb', ...dates)
  expect(imported.code, imported.err).toBe(0)
  const { reference } = JSON.parse(imported.out) as { reference: string }
  const submitted = await payledger(url, preparer, 'run', 'submit', reference)
  expect(submitted.out).toMatch(/State +submitted/)
  const seal = /Seal +([0-9a-f]{64})/.exec(submitted.out)?.[1] ?? ''
  expect(await payledger(url, preparer, 'run', 'approve', reference, '--seal', seal)).toMatchObject({
    code: 1,
    err: 'This API key does not have the permission runs:approve.\n',
  })
  expect(await payledger(url, approver, 'run', 'approve', reference, '--seal', 'f'.repeat(64))).toMatchObject({ code: 1, out: '' })
  const approved = await payledger(url, approver, 'run', 'approve', reference, '--seal', seal.slice(0, 12))
  expect(approved.out, approved.err).toMatch(/State +(approved|paying)/)
  expect((await payledger(url, preparer, 'run', 'list', '--inbox', 'paying', '--find', reference)).out).toContain(reference)
  expect((await payledger(url, preparer, 'payout', 'find', 'garcia', 'status:settled')).out).toMatch(/^Payee +Company +Amount/)
  expect((await payledger(url, preparer, 'freshness')).out).toMatch(/search +(fresh|late)/)
  expect((await payledger(url, preparer, 'exception', 'list')).code).toBe(0)
  expect((await payledger(url, approver, 'bank-file', 'list')).out).toMatch(/^File +Kind/)

  expect(await payledger(url, preparer, 'run', 'import')).toMatchObject({ code: 2, out: '' })
  expect(await payledger(url, 'payledger_wrong', 'whoami')).toMatchObject({
    code: 1,
    err: 'This API key is not valid, was revoked, or has expired.\n',
  })
  expect((await payledger(url, preparer, 'completion', 'bash')).out).toContain(
    `run) words='import list show submit approve send-back cancel recall'`,
  )
})

test('a program asks whether the stores agree', async ({ page, demoPassword, baseURL: address }) => {
  test.setTimeout(180_000)
  const url = address ?? ''
  const key = await keyOf(page, 'operator', ['operations:read', 'operations:act'], demoPassword, url)
  const compared = await payledger(url, key, '--json', 'ops', 'compare')
  expect(JSON.parse(compared.out)).toMatchObject({ tier: 'quick', state: 'done' })
  const open = JSON.parse((await payledger(url, key, '--json', 'ops', 'mismatches')).out) as { total: number }
  expect(open.total).toBeGreaterThanOrEqual(0)
  const reader = await keyOf(page, 'operator', ['operations:read'], demoPassword, url)
  expect(await payledger(url, reader, 'ops', 'compare', '--deep')).toMatchObject({ code: 1, out: '' })
})

test('doctor asks every server of the installation and says what it found', async ({ productDir }) => {
  const { env: own } = JSON.parse(readFileSync(join(productDir, 'stack.json'), 'utf8')) as { env: Record<string, string> }
  const doctor = (more: Record<string, string> = {}) =>
    new Promise<Ran>((resolve) => {
      const env = asIs({ ...own, ...more })
      execFile(process.execPath, ['cli/payledger.mjs', 'doctor'], { env, encoding: 'utf8' }, (error, out, err) =>
        resolve({ code: error ? Number(error.code) : 0, out, err }),
      )
    })
  const all = await doctor()
  for (const line of [
    'Settings',
    'Postgres as the app: schema',
    'Postgres as the relay: clock',
    'Kafka: topic of the events',
    'Elasticsearch: reachable',
  ])
    expect(all.out, all.err).toMatch(new RegExp(`ok +${line}`))
  const wrong = await doctor({ AUTH_SECRET: 'short', DATABASE_URL_APP: 'postgres://payledger_app@127.0.0.1:1/none' })
  expect([wrong.code, wrong.out]).toEqual([1, expect.stringMatching(/WRONG +Setting AUTH_SECRET +must have at least 32 characters/)])
  const away = await doctor({ DATABASE_URL_APP: 'postgres://payledger_app@127.0.0.1:1/none' })
  expect([away.code, away.out]).toEqual([1, expect.stringMatching(/WRONG +Postgres as the app: reachable/)])
})
