/**
 * Every route of the API, found in the file system: who may ask it, and that who works for some companies learns nothing of another one, neither in
 * lists and counts, nor in downloads, previews and refusals. Through the routes' own handlers, real sessions and Postgres.
 */
import { createHash, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Permission, permits, ROLES, type Roles } from '@/access/permissions'
import type { Contract, Handler, OfAnyone } from '@/app/http/contract'
import { server } from '@/app/http/server'
import { readEvent } from '@/events/read-event'
import { FIRST_ERA } from '@/events/topics'
import { changeSetUp } from '@/payroll/set-up/change-set-up'
import { openSearch } from '@/search/client'
import { openIndex, publishIndex, writePayouts } from '@/search/writer'
import { findRoutes } from '@/stack/openapi/find-routes'
import { testEnv } from '@/stack/test-runner/database'
import { callOf, done, type TestLedger, testLedger } from '@/stack/test-runner/ledger'
import { People } from '@/stack/test-runner/people'
import type { Ids } from '@/stack/test-runner/route-bodies'
import { NOTHING_TO_READ, ROUTES, type RouteRow } from '@/stack/test-runner/route-table'
import { serviceOf } from '@/stack/test-runner/service'
import { someMismatch } from '@/stack/test-runner/some-mismatch'
import { type TwoCompanies, twoCompanies } from '@/stack/test-runner/two-companies'
import { wordsOf } from '@/stack/test-runner/words-of'

const NOBODY: Ids = fromEach(() => randomUUID())

type Found = { name: string; row: RouteRow; handler: Handler; contract: Contract | undefined }

let test: TestLedger
let env: Record<string, string>
let world: TwoCompanies
let people: People
let routes: Found[]
let ours: Ids
let theirs: Ids

beforeAll(async () => {
  test = await testLedger()
  env = testEnv(test.database)
  // The routes read their configuration from the process, as they do in production.
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value)
  people = new People(test.ledger, env)
  routes = await rowsOfRoutes()
  world = await twoCompanies(test, env)
  await publish()
  for (const role of ROLES) {
    await people.add(role, role)
    await people.add(`limited ${role}`, role, [world.ours.company])
  }
  const ofNoCompany = {
    change: await proposed(),
    key: randomUUID(),
    ...(await someMismatch(test.ledger)),
    person: await people.add('somebody', 'support'),
    service: await serviceOf(test.ledger, 'Nightly import'),
  }
  ours = { ...world.ours, ...ofNoCompany }
  theirs = { ...world.theirs, ...ofNoCompany }
}, 480_000)
afterAll(async () => {
  // Dropped with its database, a connection that is being closed fails where nobody listens.
  await server().ledger.$disconnect()
  await test.close()
})

/** A change of the set-up that waits for a second administrator. */
async function proposed(): Promise<string> {
  const admin = await test.ledger.user.findFirstOrThrow({ where: { email: 'admin@payledger.test' } })
  const account = { currency: 'EUR', account: 'DE89370400440532013000', bic: 'COBADEFF', home: true }
  const call = callOf({ kind: 'user', id: admin.id, name: admin.name })
  const { changeId } = done(await changeSetUp(test.ledger, call, { kind: 'account-open', companyId: world.ours.company, ...account }, null))
  return changeId ?? ''
}

function fromEach<T>(make: () => T): Record<keyof Ids, T> {
  const names: (keyof Ids)[] = [
    'company',
    'run',
    'draft',
    'payout',
    'import',
    'finding',
    'message',
    'proposal',
    'account',
    'change',
    'comparison',
    'mismatch',
    'repair',
    'worker',
    'close',
    'month',
    'reopening',
    'question',
    'export',
    'person',
    'service',
  ]
  return Object.fromEntries(names.map((name) => [name, make()])) as Record<keyof Ids, T>
}

async function rowsOfRoutes(): Promise<Found[]> {
  return (await findRoutes()).map(({ method, path, handler, contracts }) => {
    const name = `${method} ${path}`
    return { name, row: ROUTES[name] ?? { needs: 'sign-in' }, handler, contract: contracts[path] }
  })
}

/** What the route answers to this person; nobody when `who` is null. */
async function ask(
  { name, row, handler }: Found,
  who: string | null,
  ids: Ids,
): Promise<{ status: number; text: string; code: string | null }> {
  const [method = '', path = ''] = name.split(' ')
  const id = row.id ? ids[row.id] : ''
  const headers: Record<string, string> = { ...(who && { cookie: people.cookieOf(who) }), ...(row.versioned && { 'if-match': '"1"' }) }
  const url = `http://127.0.0.1:3000${path.replace('[id]', id)}${row.query ?? ''}`
  const request = new Request(url, { method, headers, ...bodyOf(row, ids, headers) })
  const response = await handler(request, { params: Promise.resolve(row.id ? { id } : {}) })
  const text = `${JSON.stringify([...response.headers])}\n${await wordsOf(response)}`
  return { status: response.status, text, code: /"code":"([a-z-]+)"|problem:([a-z-]+)/.exec(text)?.slice(1).find(Boolean) ?? null }
}

function bodyOf(row: RouteRow, ids: Ids, headers: Record<string, string>): RequestInit {
  if (row.form) {
    const form = new FormData()
    for (const [name, value] of Object.entries(row.form(ids)))
      typeof value === 'string' ? form.append(name, value) : form.append(name, value, 'f.csv')
    return { body: form }
  }
  if (!row.body) return {}
  headers['content-type'] = 'application/json'
  return { body: JSON.stringify(row.body(ids)) }
}

/** What the journal holds of payouts becomes the search index. */
async function publish(): Promise<void> {
  const search = openSearch({ url: env.ELASTICSEARCH_URL ?? '', prefix: env.SEARCH_INDEX_PREFIX ?? '' })
  const rows = await test.ledger.$queryRaw<{ event: string }[]>`SELECT event FROM outbox WHERE aggregate_type = 'payout' ORDER BY xid, seq`
  const newest = new Map(
    rows.flatMap(({ event }) => {
      const read = readEvent(event)
      return read.kind === 'payout' ? [[read.data.payout.id, read.data.payout] as const] : []
    }),
  )
  const { index } = await openIndex(search, FIRST_ERA)
  await writePayouts(
    search,
    index,
    [...newest.values()].map((state) => ({ state, position: 1n })),
  )
  await search.client.indices.refresh({ index })
  await publishIndex(search, index)
  await search.client.close()
}

const guarded = () => routes.filter(({ row }) => row.needs !== 'public' && row.needs !== 'sign-in')
/** Whoever is signed in is anyone. */
function allows(who: Roles & { companies?: readonly string[] }, needs: Permission | OfAnyone): boolean {
  return needs === 'anyone' || needs === 'signed-in' || permits({ ...who, companies: who.companies ?? null }, needs)
}
const needsOf = ({ row }: Found) => row.needs as Exclude<RouteRow['needs'], 'public' | 'sign-in'>

it('every route has a row that says who may ask it, and every row a route', () => {
  expect(routes.map(({ name }) => name).sort()).toEqual(Object.keys(ROUTES).sort())
})

it('every route says of itself what its row says', () => {
  for (const { name, row, contract } of guarded())
    expect(`${name} ${contract?.permission} ${contract?.versioned ?? false}`).toBe(`${name} ${row.needs} ${row.versioned ?? false}`)
})

describe('who may ask', () => {
  it('nobody who is signed out, of anything but the health of the process', async () => {
    for (const route of guarded()) expect(`${route.name} ${(await ask(route, null, NOBODY)).status}`).toBe(`${route.name} 401`)
  })

  it.each(ROLES)('%s: what the role allows, and nothing else', async (role) => {
    for (const route of guarded()) {
      const { status, code } = await ask(route, role, NOBODY)
      const allowed = allows({ roles: [role] }, needsOf(route))
      expect(`${route.name}: ${status === 403 && code === 'forbidden' ? 'forbidden' : 'asked'}`).toBe(
        `${route.name}: ${allowed ? 'asked' : 'forbidden'}`,
      )
      expect([401, 500]).not.toContain(status)
    }
  })

  it.each(ROLES)('%s of some companies: not the figures of all of them', async (role) => {
    for (const route of guarded().filter((each) => allows({ roles: [role] }, needsOf(each)))) {
      const { status } = await ask(route, `limited ${role}`, NOBODY)
      if (!allows({ roles: [role], companies: [world.ours.company] }, needsOf(route)))
        expect(`${route.name} ${status}`).toBe(`${route.name} 403`)
    }
  })
})

describe('who works for some companies', () => {
  it('gets "not found" for whatever is another company’s, and changes nothing of it', async () => {
    const before = await world.stateOfTheirs()
    for (const role of ROLES) {
      for (const route of guarded().filter(({ row }) => !row.ofNoCompany)) {
        if (!allows({ roles: [role], companies: [world.ours.company] }, needsOf(route))) continue
        const { status } = await ask(route, `limited ${role}`, theirs)
        // A bank's file by hand is none that is there: it is refused for the account in it.
        const wanted = route.name === 'POST /api/bank-messages' ? 403 : 404
        expect(`${role} ${route.name} ${status}`).toBe(`${role} ${route.name} ${wanted}`)
      }
    }
    expect(await world.stateOfTheirs()).toEqual(before)
  })

  it('reads nothing of another company in any answer, to whatever is asked', async () => {
    for (const role of ROLES) {
      for (const route of guarded()) {
        for (const ids of [ours, theirs, NOBODY]) {
          if (!route.name.startsWith('GET') && ids === ours) continue
          const { text, status } = await ask(route, `limited ${role}`, ids)
          expect(`${role} ${route.name} ${status}`).not.toMatch(/ 500$/)
          const leaked = world.marksOfTheirs.filter((mark) => text.includes(mark))
          expect(`${role} ${route.name}: ${leaked.join(', ')}`).toBe(`${role} ${route.name}: `)
        }
      }
    }
    // The marks are there to be seen: who works for every company reads them.
    const all = await Promise.all(guarded().map((route) => ask(route, 'coordinator', theirs)))
    const text = all.map((each) => each.text).join('\n')
    for (const mark of world.marksOfTheirs) expect(text).toContain(mark)
  })

  it('reads the same lists and counts whether another company has ten runs or none', async () => {
    const asked = guarded().filter(({ name }) => name.startsWith('GET') && !/freshness|\/file$/.test(name))
    const look = async () => {
      const answers: Record<string, string> = {}
      for (const route of asked)
        answers[route.name] = (await ask(route, 'limited coordinator', ours)).text.replace(
          /"traceId":"[^"]*"|"facetsAgeSeconds":\d+|"at":"20[^"]*"/g,
          '',
        )
      return answers
    }
    const before = await look()
    await world.moreOfTheirs()
    await publish()
    expect(await look()).toEqual(before)
  })

  it('of a file of several companies sees their own part, and does not get its bytes', async () => {
    const [list] = routes.filter(({ name }) => name === 'GET /api/bank-messages')
    const [file] = routes.filter(({ name }) => name === 'GET /api/bank-messages/[id]/file')
    if (!list || !file) throw new Error('no such route')
    const { text } = await ask(list, 'limited coordinator', ours)
    const { messages } = JSON.parse(text.slice(text.indexOf('\n'))) as {
      messages: { id: string; settled: number; findings: number; mayDownload: boolean }[]
    }
    const mixed = messages.find(({ id }) => id === world.mixedMessage)
    expect(mixed).toMatchObject({ settled: 1, findings: 0, mayDownload: false, note: null })
    expect((await ask(file, 'limited coordinator', { ...ours, message: world.mixedMessage })).status).toBe(404)
    const own = await ask(file, 'limited coordinator', { ...ours, message: world.ownMessage })
    expect(own.status).toBe(200)
    expect(
      createHash('sha256')
        .update(own.text.slice(own.text.indexOf('\n') + 1))
        .digest('hex'),
    ).toBe(world.ownSha256)
    // Set aside, for its id came before in a file of ours: it is on the other company's account, and so theirs alone.
    expect(messages.some(({ id }) => id === world.setAsideMessage)).toBe(false)
    expect((await ask(file, 'limited coordinator', { ...ours, message: world.setAsideMessage })).status).toBe(404)
  })
})

// The last, for it changes what it asks: held against each route's contract, a value, status or reason that was not promised is a 500.
it('every route answers what it promises, to each role that may ask it', async () => {
  const done = new Set<string>()
  for (const route of guarded())
    for (const role of ROLES.filter((each) => allows({ roles: [each] }, needsOf(route)))) {
      const { status, code, text } = await ask(route, role, ours)
      expect(`${role} ${route.name} ${status === 500 ? text : 'kept'}`).toBe(`${role} ${route.name} kept`)
      if (code === null) done.add(route.name)
    }
  const readable = guarded().flatMap(({ name }) => (name.startsWith('GET') && !NOTHING_TO_READ.includes(name) ? [name] : []))
  expect(readable.filter((name) => !done.has(name))).toEqual([])
})
