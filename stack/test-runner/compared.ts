/** A ledger with both copies kept by their processes, and comparisons of them: for tests that damage one and ask what is found. */
import { Client } from 'pg'
import type { Tier } from '@/events/held-copy'
import { holdFacts } from '@/finance/hold-facts'
import { readManifest } from '@/finance/manifest'
import { askComparison, takeComparison } from '@/operations/compare/comparisons'
import { listMismatches, type Mismatch } from '@/operations/compare/mismatches'
import { type Beside, type Result, runComparison } from '@/operations/compare/run-comparison'
import { pause } from '@/platform/retry'
import { openSearch, type Search } from '@/search/client'
import { holdSearch } from '@/search/hold-index'
import { readProgress } from '@/search/progress'
import { testEnv } from './database'
import { type TestLedger, testLedger } from './ledger'
import { type Processes, testProcesses, until } from './processes'

export type ComparedGround = {
  test: TestLedger
  search: Search
  env: Record<string, string>
  processes: Processes
  /** As the owner of the database, past its triggers. */
  pastRules(statement: string, values?: unknown[]): Promise<void>
  /** Compares, as the reconciler does, with what there is; waits for nothing. */
  compare(tier: Tier, beside?: Beside): Promise<Result>
  open(): Promise<Mismatch[]>
  /** Waits until both copies have everything that was committed. */
  caughtUp(): Promise<void>
  close(): Promise<void>
}

/** Without a relay and what fills the copies: a test starts what it needs. */
export async function comparedGround(): Promise<ComparedGround> {
  const test = await testLedger()
  const env = testEnv(test.database)
  const search = openSearch({ url: env.ELASTICSEARCH_URL ?? '', prefix: env.SEARCH_INDEX_PREFIX ?? '' })
  const processes = testProcesses()
  const financeDir = env.FINANCE_DIR ?? ''
  const hold = { search: () => holdSearch(search), finance: () => holdFacts(financeDir) }
  const { ledger } = test
  return {
    ...{ test, search, env, processes },
    async pastRules(statement, values = []) {
      const client = new Client({ connectionString: test.database.url })
      await client.connect()
      try {
        await client.query('SET session_replication_role = replica')
        await client.query(statement, values)
      } finally {
        await client.end()
      }
    },
    async compare(tier, beside) {
      await askComparison(ledger, tier, null)
      const taken = await takeComparison(ledger)
      if (!taken) throw new Error('another comparison runs')
      const around = { ledger, hold, ...(beside && { beside }), waitMs: 0, signal: new AbortController().signal, pause }
      const result = await runComparison(around, taken)
      if (!result) throw new Error('the comparison was taken away')
      return result
    },
    open: async () => (await listMismatches(ledger, 'open')).mismatches,
    async caughtUp() {
      await until('both copies have everything', async () => {
        const [outbox] = await ledger.$queryRaw<{ events: number }[]>`SELECT count(*)::int AS events FROM outbox`
        const has = (position: string | null | undefined) => Number(position ?? -1) === outbox?.events
        return has((await readProgress(search))?.position) && has((await readManifest(financeDir))?.position)
      })
    },
    async close() {
      await processes.stopAll()
      await search.client.close()
      await test.close()
    },
  }
}
