/**
 * Copies of what a bank's file speaks of, in tables that only this transaction sees and that hide the ledger's own: what is done to them locks nobody out,
 * and is gone with the transaction.
 */
import { setImmediate as turn } from 'node:timers/promises'
import type { BankDocument, BankReport } from '@/iso20022/report-types'
import { type Ledger, Prisma, type Transaction } from '@/prisma/connect'
import { inChunks } from '../transaction/chunks'
import { FILE_MS } from './apply'
import { evidenceIn, idsToLookUp } from './evidence-in'
import { identityOf } from './message-identity'
import { oursAmong } from './store-evidence'
import { zonesOf } from './zones'

/** Thrown to undo a transaction, with what it would have done. */
export class Undone<T> extends Error {
  constructor(readonly would: T) {
    super('undone')
  }
}

/** What `work` would do, in one snapshot of the ledger: it works on copies of what the documents speak of, and nothing of it stays. */
export async function tryApart<T>(ledger: Ledger, documents: readonly BankDocument[], work: (tx: Transaction) => Promise<T>): Promise<T> {
  try {
    await ledger.$transaction(
      async (tx) => {
        await tx.$queryRaw`SELECT set_config('transaction_timeout', ${`${FILE_MS}ms`}, true)`
        await workApart(tx, documents)
        throw new Undone(await work(tx))
      },
      { timeout: FILE_MS + 1_000, maxWait: 10_000, isolationLevel: 'RepeatableRead' },
    )
  } catch (error) {
    if (error instanceof Undone) return error.would
    throw error
  }
  throw new Error('what was tried apart was not undone')
}

/** All that applying a file writes. */
const HIDDEN = [
  ...['payroll_run', 'payout', 'settlement_instruction', 'outbox'],
  ...['bank_message', 'bank_message_effect', 'bank_message_company', 'bank_claim', 'bank_finding'],
] as const
type Hidden = (typeof HIDDEN)[number]

/**
 * From here on the transaction, which must be one of REPEATABLE READ, works on copies. It is made read-only: Postgres itself refuses what would write or
 * lock anything of the ledger.
 */
async function workApart(tx: Transaction, documents: readonly BankDocument[]): Promise<void> {
  await noteSpokenOf(tx, documents)
  await tx.$executeRaw`CREATE TEMP TABLE spoken_run ON COMMIT DROP AS ${NAMED_RUNS}`
  for (const table of HIDDEN) {
    await tx.$executeRawUnsafe(
      `CREATE TEMP TABLE ${table} (LIKE public.${table} INCLUDING DEFAULTS INCLUDING GENERATED INCLUDING IDENTITY INCLUDING INDEXES) ON COMMIT DROP`,
    )
  }
  for (const [table, wanted] of COPIED) await copy(tx, table, wanted)
  for (const table of HIDDEN) await tx.$executeRawUnsafe(`ANALYZE pg_temp.${table}`)
  await tx.$executeRaw`SET TRANSACTION READ ONLY`
}

/** `name` is an id of a payment or a block, `message` of a message. */
async function noteSpokenOf(tx: Transaction, documents: readonly BankDocument[]): Promise<void> {
  await tx.$executeRaw`CREATE TEMP TABLE spoken (key text, booking text, name text, message text, identity text, sha256 text) ON COMMIT DROP`
  for (const { sha256, report } of documents) {
    await tx.$executeRaw`INSERT INTO spoken (sha256) VALUES (${sha256})`
    if (report.kind !== 'unreadable') await noteReport(tx, report)
  }
  await tx.$executeRaw`ANALYZE spoken`
}

async function noteReport(tx: Transaction, report: BankReport): Promise<void> {
  const original = report.kind === 'pain.002' ? report.originalMessageId : null
  await tx.$executeRaw`INSERT INTO spoken (message, identity) VALUES (${report.messageId}, ${identityOf(report)}), (${original}, NULL)`
  const ours = await oursAmong(tx, idsToLookUp(report))
  for (const claims of inChunks(evidenceIn(report, await zonesOf(tx, report), ours))) {
    const rows = claims.flatMap(({ key, booking, endToEndId, blockId, messageId }) => [
      { key, booking, name: endToEndId, message: messageId },
      { name: blockId },
    ])
    await tx.$executeRaw`
      INSERT INTO spoken (key, booking, name, message)
      SELECT key, booking, name, message FROM json_to_recordset(${JSON.stringify(rows)}::json) AS said(key text, booking text, name text, message text)
      WHERE num_nonnulls(key, name) > 0`
    await turn()
  }
}

const NAMES = Prisma.sql`SELECT name FROM spoken WHERE name IS NOT NULL`
const NAMES_AND_BOOKED = Prisma.sql`${NAMES}
  UNION SELECT claim.about FROM public.bank_claim claim WHERE claim.booking IN (SELECT booking FROM spoken WHERE booking IS NOT NULL)`

const NAMED_RUNS = Prisma.sql`
  SELECT message.run_id AS id FROM public.bank_message message WHERE message.direction = 'out' AND message.message_id IN (SELECT message FROM spoken)
  UNION SELECT payout.run_id FROM public.settlement_instruction instruction JOIN public.payout ON payout.id = instruction.payout_id
    WHERE instruction.end_to_end_id IN (${NAMES_AND_BOOKED})
  UNION SELECT payout.run_id FROM public.settlement_instruction instruction JOIN public.payout ON payout.id = instruction.payout_id
    WHERE instruction.block_id IN (${NAMES_AND_BOOKED})`

/**
 * Whole runs, for whether one is settled hangs on all its payments; and where their people may have been paid again: the others of the period, those that
 * are not regular, and what ever stopped.
 */
const RUNS = Prisma.sql`
  SELECT other.id FROM public.payroll_run run JOIN public.payroll_run other ON other.company_id = run.company_id
    AND (other.period = run.period OR other.kind <> 'regular')
  WHERE run.id IN (SELECT id FROM spoken_run)`
const STOPPED = Prisma.sql`
  SELECT instruction.payout_id FROM public.settlement_instruction instruction JOIN public.payout ON payout.id = instruction.payout_id
  WHERE instruction.stopped_at IS NOT NULL AND payout.run_id IN (SELECT id FROM payroll_run)`

/** In this order: each looks at the copies before it. */
const COPIED: readonly (readonly [Hidden, Prisma.Sql])[] = [
  [
    'payroll_run',
    Prisma.sql`original.company_id IN (SELECT run.company_id FROM public.payroll_run run WHERE run.id IN (SELECT id FROM spoken_run))`,
  ],
  ['payout', Prisma.sql`original.run_id IN (${RUNS}) OR original.id IN (${STOPPED})`],
  [
    'bank_message',
    Prisma.sql`original.run_id IN (SELECT id FROM payroll_run) OR (original.direction = 'in' AND (original.message_id IN (SELECT message FROM spoken)
      OR original.identity IN (SELECT identity FROM spoken) OR original.sha256 IN (SELECT sha256 FROM spoken)))`,
  ],
  ['bank_message_effect', Prisma.sql`original.bank_message_id IN (SELECT id FROM bank_message)`],
  ['bank_message_company', Prisma.sql`original.bank_message_id IN (SELECT id FROM bank_message)`],
  ['settlement_instruction', Prisma.sql`original.payout_id IN (SELECT id FROM payout)`],
  [
    'bank_claim',
    Prisma.sql`original.key IN (SELECT key FROM spoken) OR original.about IN (${NAMES} UNION SELECT end_to_end_id FROM settlement_instruction
      UNION SELECT block_id
      FROM settlement_instruction) OR original.message_id IN (SELECT message_id FROM bank_message) OR original.booking IN (SELECT booking FROM spoken)
      OR original.paid_again_by IN (SELECT id FROM payout)`,
  ],
  ['bank_claim', Prisma.sql`original.booking IN (SELECT booking FROM bank_claim) AND original.key NOT IN (SELECT key FROM bank_claim)`],
  ['bank_finding', Prisma.sql`original.claim_key IN (SELECT key FROM bank_claim)`],
]

async function copy(tx: Transaction, table: Hidden, wanted: Prisma.Sql): Promise<void> {
  const rows = await tx.$queryRaw<{ name: string }[]>`
    SELECT quote_ident(attname) AS name FROM pg_attribute
    WHERE attrelid = ${`public.${table}`}::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''`
  const columns = Prisma.raw(rows.map(({ name }) => name).join(', '))
  await tx.$executeRaw`INSERT INTO ${Prisma.raw(`pg_temp.${table}`)} (${columns}) SELECT ${columns} FROM ${Prisma.raw(`public.${table}`)} original
    WHERE ${wanted}`
}
