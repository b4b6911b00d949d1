/** Search made anew while it answers: the old index stays until the new one is proven, whatever is killed or cancelled on the way, and nothing is left behind. */
import { Client } from 'pg'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { readRepair, recordProof } from '@/operations/repairs/read-repairs'
import { askRepair, cancelRepair } from '@/payroll/repairs/ask-repair'
import { openSearch, type Search } from '@/search/client'
import { aliasOf } from '@/search/definition'
import { fingerprint } from '@/search/fingerprint'
import { fillingOf } from '@/search/hold-index'
import { aliasedIndex, readProgress } from '@/search/progress'
import { testEnv } from '@/stack/test-runner/database'
import { approvedRun, callOf, done, PREPARER, submittedRun, type TestLedger, testLedger } from '@/stack/test-runner/ledger'
import { type Processes, testProcesses, until } from '@/stack/test-runner/processes'

const LIMIT = { timeout: 300_000 }
let test: TestLedger
let env: Record<string, string>
let search: Search
let owner: Client
const processes: Processes = testProcesses()

beforeAll(async () => {
  test = await testLedger()
  env = { ...testEnv(test.database), HEARTBEAT_DATABASE_URL: test.database.relayUrl }
  search = openSearch({ url: env.ELASTICSEARCH_URL ?? '', prefix: env.SEARCH_INDEX_PREFIX ?? '' })
  owner = new Client({ connectionString: test.database.url })
  await owner.connect()
  await approvedRun(test)
  processes.start('outbox-relay', env)
  projector = processes.start('search-projector', env)
  await until('search answers', async () => (await answering()) !== null && (await coversAll()))
}, LIMIT.timeout)
let projector: ReturnType<Processes['start']>
afterAll(async () => {
  await processes.stopAll()
  await owner.end()
  await search.client.close()
  await test.close()
})
beforeEach(async () => {
  await until('no repair is under way', async () => (await owner.query('SELECT 1 FROM repair WHERE ended_at IS NULL')).rowCount === 0)
})

const answering = () => aliasedIndex(search, 3_000)
const indexes = async () => Object.keys(await search.client.indices.get({ index: `${aliasOf(search.prefix)}-*` })).sort()
const ask = async () => done(await askRepair(test.ledger, callOf(PREPARER), 'rebuild-search', 'a document was altered')).id
const repairMade = async (id: string) =>
  (await owner.query<{ made: string }>('SELECT made FROM repair WHERE id = $1', [id])).rows[0]?.made ?? ''
const stateOf = async (id: string) => (await readRepair(test.ledger, id))?.state
const proof = { position: '1', payouts: 3, differences: [], differenceCount: 0 }
const verdict = { whenEqual: 'proven', refusal: 'The new index differs from the ledger.' } as const
/** As the reconciler does for what it has read back. */
const prove = async (id: string) => {
  const filling = (await fillingOf(search, await repairMade(id))) ?? ''
  await recordProof(test.ledger, id, { ...proof, filling }, verdict)
}
const filled = (id: string) => until('it is filled', async () => (await stateOf(id)) === 'filled')

async function coversAll(): Promise<boolean> {
  const { rows } = await owner.query<{ last: string }>(
    'SELECT coalesce(max(last), 0)::text AS last FROM relay_batches WHERE confirmed_at IS NOT NULL',
  )
  const { rows: waiting } = await owner.query<{ n: number }>('SELECT count(*)::int AS n FROM outbox')
  return (
    BigInt(rows[0]?.last ?? 0) >= BigInt(waiting[0]?.n ?? 0) &&
    BigInt((await readProgress(search))?.position ?? 0) >= BigInt(rows[0]?.last ?? 0)
  )
}

it('fills another index beside the one that answers, and comes into its place once it is proven', LIMIT, async () => {
  const old = await answering()
  const before = await fingerprint(search, (await answering()) ?? '')
  const id = await ask()
  await filled(id)
  expect(await answering()).toBe(old)
  expect(await indexes()).toHaveLength(2)
  // Both are kept up to date while it waits for its proof.
  await submittedRun(test, undefined, '2027-03')
  await until('the old one goes on', coversAll)
  expect(await stateOf(id)).toBe('filled')
  await prove(id)
  await until('it is done', async () => (await stateOf(id)) === 'done')
  const now = await answering()
  expect(now).not.toBe(old)
  await until('the new one has everything', coversAll)
  const after = await fingerprint(search, (await answering()) ?? '')
  expect(after).not.toEqual(before)
  expect(await readRepair(test.ledger, id)).toMatchObject({
    eventsLeft: 0,
    proof: expect.objectContaining(proof),
    outcome: null,
    reason: 'a document was altered',
  })
  // The one before is kept for an hour, and goes then.
  expect(await indexes()).toEqual([old, now].sort())
  await owner.query(`UPDATE repair SET ended_at = ended_at - interval '61 minutes' WHERE id = $1`, [id])
  await until('the old one is gone', async () => (await indexes()).length === 1)
  // The loop that keeps the answering index has moved over to the new one.
  await approvedRun(test, undefined, '2027-04')
  await until('it is kept', coversAll)
  expect(await answering()).toBe(now)
})

it('goes on where it was after a kill at any step', LIMIT, async () => {
  const old = await answering()
  const id = await ask()
  await processes.kill(projector, 'SIGKILL')
  projector = processes.start('search-projector', env)
  await filled(id)
  await processes.kill(projector, 'SIGKILL')
  await prove(id)
  projector = processes.start('search-projector', env)
  await until('it is done', async () => (await stateOf(id)) === 'done')
  expect(await answering()).not.toBe(old)
  await until('it has everything', coversAll)
  await owner.query(`UPDATE repair SET ended_at = ended_at - interval '61 minutes' WHERE id = $1`, [id])
  await until('the old one is gone', async () => (await indexes()).length === 1)
})

it('is dropped when it differs from the ledger, and when it is cancelled; the old one never stops answering', LIMIT, async () => {
  const old = await answering()
  const refused = await ask()
  expect(await askRepair(test.ledger, callOf(PREPARER), 'rebuild-search', 'once more')).toMatchObject({
    result: { ok: false, rejection: { code: 'unsuited' } },
  })
  await filled(refused)
  const differences = [{ payoutId: '01920000-0000-7000-8000-000000000000', cause: 'missing' }]
  await recordProof(test.ledger, refused, { ...proof, differences, differenceCount: 1 }, verdict)
  expect(await readRepair(test.ledger, refused)).toMatchObject({
    state: 'refused',
    outcome: expect.stringContaining('differs from the ledger'),
  })
  await until('the new one is gone', async () => (await indexes()).length === 1)
  const cancelled = await ask()
  await until('it is filling', async () => (await indexes()).length === 2)
  done(await cancelRepair(test.ledger, callOf(PREPARER), cancelled, 'not now'))
  expect(await cancelRepair(test.ledger, callOf(PREPARER), cancelled, 'again')).toMatchObject({
    result: { ok: false, rejection: { code: 'wrong-state' } },
  })
  await until('the new one is gone', async () => (await indexes()).length === 1)
  expect(await answering()).toBe(old)
  await until('it is kept', coversAll)
})

it('begins again when its index is deleted by somebody', LIMIT, async () => {
  const old = await answering()
  const id = await ask()
  await filled(id)
  const made = (await indexes()).find((each) => each !== old) ?? ''
  await search.client.indices.delete({ index: made })
  await until('it is made again', async () => (await indexes()).includes(made))
  await prove(id)
  await until('it is done', async () => (await stateOf(id)) === 'done')
  await until('it has everything', coversAll)
})

it('does not answer with an index that was deleted, or emptied, after it was proven: it is filled and proven again', LIMIT, async () => {
  const old = await answering()
  const id = await ask()
  await filled(id)
  // Nobody moves the alias while the projector is away.
  await processes.kill(projector, 'SIGKILL')
  await prove(id)
  await search.client.indices.delete({ index: await repairMade(id) })
  projector = processes.start('search-projector', env)
  await until('it was given back to be proven', async () => (await readRepair(test.ledger, id))?.proof === null)
  await filled(id)
  expect(await answering()).toBe(old)
  await prove(id)
  await until('it is done', async () => (await stateOf(id)) === 'done')
  await until('it has everything', coversAll)
})

it('is given up when another version of PayLedger makes indexes otherwise', LIMIT, async () => {
  const old = await answering()
  await processes.kill(projector, 'SIGKILL')
  const id = await ask()
  const before = `${aliasOf(search.prefix)}-0123456789-1`
  await owner.query(`UPDATE repair SET state = 'filled', made = $2, began_at = now(), filled_at = now() WHERE id = $1`, [id, before])
  projector = processes.start('search-projector', env)
  await until('it is given up', async () => (await stateOf(id)) === 'refused')
  expect((await readRepair(test.ledger, id))?.outcome).toContain('PayLedger was updated')
  expect(await answering()).toBe(old)
  expect(await indexes()).not.toContain(before)
})
