/** The ledger held against itself: rows against their events, totals against what they are made of, payouts against the bank's files. */
import type { CanonicalTexts } from '@/events/canonical'
import { type Ledger, Prisma, type Transaction } from '@/prisma/connect'
import { type Difference, fieldsApart } from './difference'
import { namedTexts } from './ledger-at'
import { PAYOUTS, TEXTS } from './payout-texts'

/** Of each kind at most; more says nothing more. */
const ROWS_MAX = 500
const LIMIT_MS = 15 * 60_000

export type Itself = { differences: Difference[]; isComplete: boolean }

/** At one moment. @throws when Postgres does not answer. */
export function compareLedgerWithItself(ledger: Ledger): Promise<Itself> {
  const work = async (tx: Transaction): Promise<Itself> => {
    await tx.$executeRaw`SET TRANSACTION READ ONLY`
    const found = [await rowsWithoutEvent(tx), await payoutsInNoFile(tx), await runsApart(tx), await filesApart(tx)]
    return { differences: found.flat(), isComplete: found.every(({ length }) => length < ROWS_MAX) }
  }
  return ledger.$transaction(work, { isolationLevel: 'RepeatableRead', timeout: LIMIT_MS, maxWait: 10_000 })
}

/** What the newest event says, in the order of CANONICAL_FIELDS and BOOKING_FIELDS. */
const SAID = Prisma.sql`ARRAY[event.payout ->> 'id', event.payout ->> 'version', event.payout ->> 'status', event.payout ->> 'runId', event.payout ->> 'runReference',
  event.payout ->> 'companyId', event.payout ->> 'period', event.payout ->> 'payDate', event.payout ->> 'lineNumber',
  event.payout ->> 'employeeNumber', event.payout ->> 'beneficiaryName', event.payout ->> 'beneficiaryCountry',
  event.payout ->> 'accountLast4', event.payout ->> 'accountHash', event.payout ->> 'amountMinor', event.payout ->> 'currency',
  event.payout ->> 'rail', event.payout ->> 'corridor', event.payout ->> 'attempt', event.payout ->> 'endToEndId',
  event.payout ->> 'bankReference', event.payout ->> 'feeMinor', event.payout ->> 'reasonCode', event.payout ->> 'submittedAt',
  event.payout ->> 'approvedAt', event.payout ->> 'sentAt', event.payout ->> 'settledAt', event.payout ->> 'failedAt',
  event.payout ->> 'statusSince',
  event.payout ->> 'bookedOn', event.payout ->> 'valueDate', event.payout ->> 'returnedOn',
  (event.payout #>> '{accountAmount,amountMinor}') || ' ' || (event.payout #>> '{accountAmount,currency}') || ' '
    || coalesce(event.payout #>> '{accountAmount,exchangeRate}', ''),
  (SELECT string_agg((charge ->> 'for') || ' ' || (charge ->> 'amountMinor') || ' ' || (charge ->> 'currency') || ' ' || coalesce(charge ->> 'bookedOn', ''),
    ';' ORDER BY nth) FROM jsonb_array_elements(event.payout -> 'charges') WITH ORDINALITY AS charges(charge, nth))]::text[]`

/** OFFSET 0 keeps the event from being parsed anew for each of its fields. */
async function rowsWithoutEvent(tx: Transaction): Promise<Difference[]> {
  const rows = await tx.$queryRaw<{ id: string; is: string[]; said: string[]; version: number | null }[]>`
    SELECT payout.id, ${TEXTS} AS is, ${SAID} AS said, outbox.version
    FROM ${PAYOUTS} LEFT JOIN outbox ON outbox.aggregate_id = payout.id AND outbox.version = payout.version
    CROSS JOIN LATERAL (SELECT outbox.event::jsonb #> '{data,payout}' AS payout OFFSET 0) event
    WHERE ${TEXTS} IS DISTINCT FROM ${SAID}
      OR EXISTS (SELECT FROM outbox later WHERE later.aggregate_id = payout.id AND later.version = payout.version + 1)
    LIMIT ${ROWS_MAX}`
  return rows.map(({ id, is, said, version }): Difference => {
    const expected: CanonicalTexts | null = version === null ? null : namedTexts(said)
    const fields = fieldsApart(expected, namedTexts(is))
    const later = [{ field: 'version', expected: 'that of its last event', actual: namedTexts(is).version }]
    return { store: 'ledger', kind: 'payout', subject: id, cause: 'row-without-event', fields: fields.length > 0 ? fields : later }
  })
}

/** One attempt is paid by one instruction, and that stands in one file: a payout that was sent is in exactly one that was handed over. */
async function payoutsInNoFile(tx: Transaction): Promise<Difference[]> {
  const rows = await tx.$queryRaw<{ id: string; status: string; file: string | null }[]>`
    SELECT payout.id, payout.status, message.status AS file
    FROM payout LEFT JOIN settlement_instruction instruction ON instruction.payout_id = payout.id AND instruction.attempt = payout.attempt
    LEFT JOIN bank_message message ON message.id = instruction.bank_message_id
    WHERE payout.status IN ('sent', 'settled', 'failed', 'returned') AND message.status IS DISTINCT FROM 'handed-over'
    LIMIT ${ROWS_MAX}`
  return rows.map(({ id, status, file }) => ({
    ...{ store: 'ledger', kind: 'payout', subject: id, cause: 'does-not-add-up' },
    fields: [{ field: 'bankFile', expected: `one that is with the bank, for it is ${status}`, actual: file }],
  }))
}

type Sums = { id: string; currency: string; rail: string; told: string | null; is: string | null }

async function runsApart(tx: Transaction): Promise<Difference[]> {
  const rows = await tx.$queryRaw<Sums[]>`
    WITH told AS (
      SELECT run.id, total.currency, total.rail, total.payouts || ' payouts, ' || total."amountMinor" AS said
      FROM payroll_run run CROSS JOIN LATERAL jsonb_to_recordset(run.totals) AS total(currency text, rail text, "amountMinor" text, payouts integer)
      WHERE EXISTS (SELECT FROM payout WHERE payout.run_id = run.id)),
    summed AS (SELECT run_id AS id, currency, rail, count(*) || ' payouts, ' || sum(amount_minor) AS said FROM payout GROUP BY run_id, currency, rail)
    SELECT coalesce(told.id, summed.id) AS id, coalesce(told.currency, summed.currency) AS currency, coalesce(told.rail, summed.rail) AS rail,
      told.said AS told, summed.said AS is
    FROM told FULL JOIN summed ON summed.id = told.id AND summed.currency = told.currency AND summed.rail = told.rail
    WHERE told.said IS DISTINCT FROM summed.said ORDER BY 1, 2, 3 LIMIT ${ROWS_MAX}`
  return apart('run', rows)
}

async function filesApart(tx: Transaction): Promise<Difference[]> {
  const rows = await tx.$queryRaw<Sums[]>`
    WITH file AS (SELECT id, totals, payments FROM bank_message WHERE direction = 'out' AND totals <> '[]'),
    told AS (
      SELECT file.id, total.currency, total.rail, total.payouts || ' payouts, ' || total."amountMinor" AS said
      FROM file CROSS JOIN LATERAL jsonb_to_recordset(file.totals) AS total(currency text, rail text, "amountMinor" text, payouts integer)),
    summed AS (
      SELECT file.id, payout.currency, payout.rail, count(*) || ' payouts, ' || sum(payout.amount_minor) AS said
      FROM file JOIN settlement_instruction instruction ON instruction.bank_message_id = file.id JOIN payout ON payout.id = instruction.payout_id
      GROUP BY file.id, payout.currency, payout.rail)
    SELECT coalesce(told.id, summed.id) AS id, coalesce(told.currency, summed.currency) AS currency, coalesce(told.rail, summed.rail) AS rail,
      told.said AS told, summed.said AS is
    FROM told FULL JOIN summed ON summed.id = told.id AND summed.currency = told.currency AND summed.rail = told.rail
    WHERE told.said IS DISTINCT FROM summed.said
    UNION ALL SELECT file.id, 'all', 'all', file.payments || ' payouts', count(instruction.payout_id) || ' payouts'
      FROM file LEFT JOIN settlement_instruction instruction ON instruction.bank_message_id = file.id
      GROUP BY file.id, file.payments HAVING count(instruction.payout_id) <> file.payments
    ORDER BY 1, 2, 3 LIMIT ${ROWS_MAX}`
  return apart('bank-file', rows)
}

function apart(kind: 'run' | 'bank-file', rows: readonly Sums[]): Difference[] {
  const byId = Map.groupBy(rows, ({ id }) => id)
  return [...byId].map(([subject, sums]) => ({
    ...{ store: 'ledger', kind, subject, cause: 'does-not-add-up' },
    fields: sums.map(({ currency, rail, told, is }) => ({ field: `total ${currency} ${rail}`, expected: told, actual: is })),
  }))
}
