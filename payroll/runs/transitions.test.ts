/** If one of these fails, the ledger refuses what a rule has decided, or would take what no rule decides. What the database really does with each pair is tried in ledger-rules.int.test.ts. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { PAYOUT_STATUSES } from '@/events/payout-v1'
import { RUN_STATUSES } from '@/events/payroll-run-v1'
import { PAYOUT_DONE, PAYOUT_TRANSITIONS, RUN_TRANSITIONS } from './transitions'

const MIGRATIONS = join(import.meta.dirname, '../../prisma/migrations')
const applied = readdirSync(MIGRATIONS)
  .filter((name) => name.endsWith('.sql'))
  .sort()
  .map((name) => readFileSync(join(MIGRATIONS, name), 'utf8').split('-- migrate:down')[0])
  .join('\n')

/** The pairs in the newest version of the database's function, as "draft → submitted". */
function pairsOf(rules: string): string[] {
  const newest = applied.slice(applied.lastIndexOf(`FUNCTION ${rules}()`))
  const [, list = ''] = /\(OLD\.status, NEW\.status\) NOT IN \(([^;]+?)\) THEN/.exec(newest) ?? []
  return [...list.matchAll(/\('(\w+)', '(\w+)'\)/g)].map(([, from, to]) => `${from} → ${to}`).sort()
}

const pairs = (table: Readonly<Record<string, readonly string[]>>): string[] =>
  Object.entries(table)
    .flatMap(([from, all]) => all.map((to) => `${from} → ${to}`))
    .sort()

describe('the states of a run and of a payout', () => {
  it('follow each other as the database’s own table has it', () => {
    expect(pairs(RUN_TRANSITIONS)).toEqual(pairsOf('payroll_run_rules'))
    expect(pairs(PAYOUT_TRANSITIONS)).toEqual(pairsOf('payout_rules'))
    expect(pairs(PAYOUT_TRANSITIONS).length).toBeGreaterThan(PAYOUT_STATUSES.length)
  })

  it('each have their row', () => {
    expect(Object.keys(RUN_TRANSITIONS).sort()).toEqual([...RUN_STATUSES].sort())
    expect(Object.keys(PAYOUT_TRANSITIONS).sort()).toEqual([...PAYOUT_STATUSES].sort())
  })

  it('a run is done when no payout of it can still be paid: only what is sent can be, and none goes back there', () => {
    const canBeSent = (status: keyof typeof PAYOUT_TRANSITIONS, seen: string[] = []): boolean =>
      status === 'sent' || PAYOUT_TRANSITIONS[status].some((next) => !seen.includes(next) && canBeSent(next, [...seen, next]))
    expect([...PAYOUT_DONE].sort()).toEqual(PAYOUT_STATUSES.filter((status) => !canBeSent(status)).sort())
  })
})
