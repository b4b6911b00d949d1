/** A comparison that was done, a difference that it found, repairs that were given up or wait for a second person, a dead letter of finance, a process that has beaten, a month that was prepared, a saved question, and a large file that somebody asked for. */
import { randomUUID } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Ledger } from '@/prisma/connect'

type Some = Record<
  'comparison' | 'mismatch' | 'repair' | 'discard' | 'letter' | 'worker' | 'close' | 'month' | 'reopening' | 'question' | 'export',
  string
>

/** Their ids; of a reopening one that is not there. */
export async function someMismatch(ledger: Ledger): Promise<Some> {
  const [comparison] = await ledger.$queryRaw<{ id: string }[]>`
    INSERT INTO comparison (tier, state, began_at, finished_at, era, position, payouts, mismatches)
    VALUES ('deep', 'done', clock_timestamp(), clock_timestamp(), 1, 7, 3, 1) RETURNING id`
  const [mismatch] = await ledger.$queryRaw<{ id: string }[]>`
    INSERT INTO mismatch (store, kind, subject, cause, fields, fields_hash, tier, position, comparison_id)
    VALUES ('finance', 'payout', ${randomUUID()}, 'altered', '[{"field": "amountMinor", "expected": "100", "actual": "101"}]', 'hash', 'deep', 7,
      ${comparison?.id}::uuid) RETURNING id`
  const [repair] = await ledger.$queryRaw<{ id: string }[]>`
    INSERT INTO repair (id, kind, state, reason, asked_by, asked_at, cancelled_by, ended_at)
    VALUES (gen_random_uuid(), 'rebuild-search', 'cancelled', 'asked by a test', 'a test', clock_timestamp(), 'a test', clock_timestamp()) RETURNING id`
  const [close] = await ledger.$queryRaw<{ id: string }[]>`
    INSERT INTO month_close (id, month, round, era, position, covered_until, told, prepared_by, prepared_at)
    VALUES (gen_random_uuid(), '2020-01', 0, 1, 7, clock_timestamp(), '{}', 'a test', clock_timestamp()) RETURNING id`
  const month = { close: close?.id ?? '', month: '2020-01', reopening: randomUUID() }
  const [discard] = await ledger.$queryRaw<{ id: string }[]>`
    INSERT INTO repair (id, kind, state, reason, asked_by, asked_at, scope)
    VALUES (gen_random_uuid(), 'discard-dead-letters', 'asked', 'asked by a test', 'a test', clock_timestamp(),
      '{"copy": "finance", "era": 1, "letters": [[0, "7"]], "cause": null, "schema": null, "count": 1}') RETURNING id`
  const [question] = await ledger.$queryRaw<{ id: string }[]>`
    INSERT INTO saved_question (owner, name, page, asks, is_shared, saved_at) VALUES ('a test', 'Asked', 'overview', '', true, clock_timestamp()) RETURNING id`
  const [exported] = await ledger.$queryRaw<{ id: string }[]>`
    INSERT INTO export_file (asked_by, asked_at, figure, question, question_hash, asks, format)
    VALUES ('a test', clock_timestamp(), 'paid', '{}', 'a test', '', 'csv') RETURNING id`
  const letter = { reason: 'the message is not JSON in UTF-8', era: 1, partition: 0, position: '7', after: '0', offset: '7' }
  const folder = join(process.env.FINANCE_DIR ?? '', 'dead-letters', 'era=1', 'p=0')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, '7.json'), JSON.stringify({ ...letter, at: '2026-11-30T12:00:00.000Z', bytes: null }))
  const worker = randomUUID()
  await ledger.$executeRaw`
    INSERT INTO heartbeat (process, version, beat_at, instance, started_at) VALUES ('jobs', '1.0.0', clock_timestamp(), ${worker}::uuid, clock_timestamp())
    ON CONFLICT (process) DO UPDATE SET instance = excluded.instance, beat_at = excluded.beat_at`
  return {
    ...month,
    worker,
    discard: discard?.id ?? '',
    letter: 'finance-1-0-7',
    question: question?.id ?? '',
    export: exported?.id ?? '',
    repair: repair?.id ?? '',
    comparison: comparison?.id ?? '',
    mismatch: mismatch?.id ?? '',
  }
}
