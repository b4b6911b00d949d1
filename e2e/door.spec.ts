/** What is sent to the door in masses, or with forged headers. */
import { type ClientRequest, request } from 'node:http'
import { become } from './people'
import { expect, test } from './product'

const SENT_BYTES = 300_000_000
const CHUNK = Buffer.alloc(65_536, 'a')

type Answer = { status: number; sentMb: number }

test.skip(({ viewport }) => viewport?.width !== 1280, 'one door for all screens')

/** Sends it in chunks of no said length until it is answered; with what had been sent by then. */
function flood(url: string, headers: Record<string, string>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let sent = 0
    let status = 0
    const asking: ClientRequest = request(url, { method: 'POST', headers: { ...headers, 'transfer-encoding': 'chunked' } })
    const end = () => resolve({ status, sentMb: sent / 1e6 })
    asking.on('response', (answer) => {
      status = answer.statusCode ?? 0
      answer.resume()
      answer.on('end', () => asking.destroy())
    })
    // A connection that is closed while more is sent ends in an error here.
    asking.on('error', (error) => (status > 0 ? end() : reject(error)))
    asking.on('close', end)
    const write = () => {
      while (sent < SENT_BYTES && status === 0) {
        sent += CHUNK.length
        if (!asking.write(CHUNK)) return void asking.once('drain', write)
      }
      if (status === 0) asking.end()
    }
    write()
  })
}

/** One request with headers as given, whatever a browser would allow. */
function ask(url: string, headers: Record<string, string>, body: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const asking = request(url, { method: 'POST', headers }, (answer) => {
      answer.resume()
      resolve(answer.statusCode ?? 0)
    })
    asking.on('error', reject)
    asking.end(body)
  })
}

const JSON_TYPE = { 'content-type': 'application/json' }
const FORM_TYPE = { 'content-type': 'multipart/form-data; boundary=x' }
/** `upTo`: megabytes that the route may have to take, and what lies in the buffers between. */
const ROUTES: readonly { path: string; type: Record<string, string>; upTo: number }[] = [
  { path: '/api/auth/sign-in/email', type: JSON_TYPE, upTo: 20 },
  { path: '/api/payroll-runs/01a22407-b716-7462-9be7-cd19dfe8e34a/submission', type: JSON_TYPE, upTo: 20 },
  { path: '/api/payroll-runs', type: FORM_TYPE, upTo: 100 },
  { path: '/api/payroll-imports', type: FORM_TYPE, upTo: 100 },
  { path: '/api/bank-messages', type: FORM_TYPE, upTo: 60 },
]

test('300 MB in chunks are cut off while they come, signed in or not', async ({ page, baseURL, demoPassword }) => {
  await become(page, 'coordinator', demoPassword, baseURL ?? '')
  const { origin } = new URL(baseURL ?? '')
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
  for (const { path, type, upTo } of ROUTES) {
    const headers = { ...type, origin, 'idempotency-key': 'flood', 'if-match': '"1"' }
    const stranger = await flood(`${origin}${path}`, headers)
    expect([401, 413], path).toContain(stranger.status)
    expect(stranger.sentMb, path).toBeLessThan(20)
    const known = await flood(`${origin}${path}`, { ...headers, cookie })
    expect(known.status, path).toBe(413)
    expect(known.sentMb, path).toBeLessThan(upTo)
  }
})

test('headers that somebody forges open nothing', async ({ baseURL, demoPassword }) => {
  const { origin, host } = new URL(baseURL ?? '')
  const body = JSON.stringify({ email: 'coordinator@payledger.test', password: demoPassword })
  const post = (headers: Record<string, string>) =>
    ask(`${origin}/api/auth/sign-in/email`, { ...JSON_TYPE, 'content-length': String(body.length), ...headers }, body)
  const elsewhere = 'https://elsewhere.example'
  expect(await post({ origin: elsewhere })).toBe(403)
  expect(await post({ origin: elsewhere, host: 'elsewhere.example', 'x-forwarded-host': 'elsewhere.example' })).toBe(403)
  expect(await post({ origin, 'sec-fetch-site': 'cross-site' })).toBe(403)
  expect(await post({ origin, 'sec-fetch-site': 'same-site' })).toBe(403)
  expect(await post({ origin, 'x-forwarded-host': 'elsewhere.example', 'x-forwarded-proto': 'https', host })).toBe(200)
})
