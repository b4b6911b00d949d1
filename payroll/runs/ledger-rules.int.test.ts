/** The rules the database holds by itself, attacked by raw SQL as the app's role, and in interleaved sessions. */
import { Client } from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { CURRENCIES } from '@/events/money'
import { PAYOUT_STATUSES, type PayoutStatus } from '@/events/payout-v1'
import { RUN_STATUSES } from '@/events/payroll-run-v1'
import { approvedRun, done, draftRun, submittedRun, type TestLedger, testLedger } from '@/stack/test-runner/ledger'
import { PAYOUT_TRANSITIONS, RUN_TRANSITIONS } from './transitions'

let test: TestLedger
let app: Client
let other: Client
let owner: Client

const connect = async (url: string): Promise<Client> => {
  const client = new Client({ connectionString: url })
  await client.connect()
  return client
}

beforeAll(async () => {
  test = await testLedger()
  app = await connect(test.database.appUrl)
  other = await connect(test.database.appUrl)
  owner = await connect(test.database.url)
})
afterAll(async () => {
  await Promise.all([app, other, owner].map((client) => client.end()))
  await test.close()
})

let count = 0
const uniqueCsv = (): string =>
  `employee_number,employee_name,country,account,bic,currency,amount\n${++count},Jürgen Groß,DE,DE89370400440532013000,,EUR,10.00\n`

/** Runs the statement in a transaction that is always undone, and says whether the database refused it by a rule, at once or only at its commit. */
async function refuses(client: Client, statement: string, values: unknown[] = [], when?: 'at commit'): Promise<string | null> {
  await client.query('BEGIN')
  try {
    await client.query(statement, values)
    if (when === 'at commit') await client.query('SET CONSTRAINTS ALL IMMEDIATE')
    return null
  } catch (error) {
    return (error as { code: string }).code
  } finally {
    await client.query('ROLLBACK')
  }
}

const RULE = '23514'
const NO_RIGHT = '42501'

it.each(['payroll_run', 'payroll_line', 'payout', 'settlement_instruction', 'bank_claim', 'bank_finding'])(
  'does not let %s be emptied at once, not even by the owner',
  async (table) => {
    expect(await refuses(app, `TRUNCATE ${table} CASCADE`)).toBe(NO_RIGHT)
    expect(await refuses(owner, `TRUNCATE ${table} CASCADE`)).toBe(RULE)
  },
)

describe('transitions', () => {
  it('allows for runs exactly what the rules allow', async () => {
    for (const from of RUN_STATUSES) {
      for (const to of RUN_STATUSES.filter((each) => each !== from)) {
        const { id } = done(await draftRun(test, uniqueCsv()))
        await owner.query('ALTER TABLE payroll_run DISABLE TRIGGER payroll_run_rules')
        await owner.query(
          `UPDATE payroll_run SET status = $2, seal = repeat('a', 64), submitted_by = 'preparer', approved_by = 'approver' WHERE id = $1`,
          [id, from],
        )
        await owner.query('ALTER TABLE payroll_run ENABLE TRIGGER payroll_run_rules')
        // A recalled run has no approval any more.
        const recalled = from === 'approved' && to === 'draft' ? ', approved_by = NULL' : ''
        const code = await refuses(app, `UPDATE payroll_run SET status = $2${recalled}, version = version + 1 WHERE id = $1`, [id, to])
        expect(`${from} → ${to}: ${code === null}`).toBe(`${from} → ${to}: ${RUN_TRANSITIONS[from].includes(to)}`)
      }
    }
  })

  it('allows for payouts exactly what the rules allow', async () => {
    const { id } = await submittedRun(test, uniqueCsv())
    const heldFrom = (status: PayoutStatus, to: PayoutStatus) => (status === 'held' ? (to === 'approved' ? 'approved' : 'submitted') : null)
    for (const from of PAYOUT_STATUSES) {
      for (const to of PAYOUT_STATUSES.filter((each) => each !== from)) {
        await owner.query('ALTER TABLE payout DISABLE TRIGGER payout_rules')
        await owner.query('UPDATE payout SET status = $2, held_from = $3 WHERE run_id = $1', [id, from, heldFrom(from, to)])
        await owner.query('ALTER TABLE payout ENABLE TRIGGER payout_rules')
        const move = 'UPDATE payout SET status = $2, held_from = $3, version = version + 1 WHERE run_id = $1'
        const code = await refuses(app, move, [id, to, heldFrom(to, from)])
        expect(`${from} → ${to}: ${code === null}`).toBe(`${from} → ${to}: ${PAYOUT_TRANSITIONS[from].includes(to)}`)
      }
    }
  })
})

it('an approved run is not recalled with its approval, nor once it is in a bank file', async () => {
  const { id } = await approvedRun(test, uniqueCsv())
  const recall = `UPDATE payroll_run SET status = 'draft', seal = NULL, version = version + 1`
  expect(await refuses(app, `${recall} WHERE id = $1`, [id])).toBe(RULE)
  await owner.query(
    `INSERT INTO bank_message (direction, kind, message_id, file_name, status, run_id, created_at)
     VALUES ('out', 'pain.001', 'PLANNED', 'PLANNED.xml', 'prepared', $1, now())`,
    [id],
  )
  expect(await refuses(app, `${recall}, approved_by = NULL WHERE id = $1`, [id])).toBe(RULE)
})

describe('a payroll run', () => {
  let run: { id: string; seal: string }
  beforeEach(async () => {
    run = await submittedRun(test, uniqueCsv())
  })

  it('is not approved by who prepared, submitted or edited it', async () => {
    const approve = `UPDATE payroll_run SET status = 'approved', approved_by = $2, version = version + 1 WHERE id = $1`
    expect(await refuses(app, approve, [run.id, 'preparer'])).toBe(RULE)
    await owner.query('ALTER TABLE run_editor DISABLE TRIGGER run_editor_rules')
    await owner.query(`INSERT INTO run_editor VALUES ($1, 'editor', 'corrected', now())`, [run.id])
    await owner.query('ALTER TABLE run_editor ENABLE TRIGGER run_editor_rules')
    expect(await refuses(app, approve, [run.id, 'editor'])).toBe(RULE)
    expect(await refuses(app, approve, [run.id, 'somebody else'])).toBeNull()
    expect(await refuses(app, `UPDATE payroll_run SET status = 'approved', version = version + 1 WHERE id = $1`, [run.id])).toBe(RULE)
  })

  it('keeps its lines, its seal and what it is for once submitted', async () => {
    expect(
      await refuses(
        app,
        'INSERT INTO payroll_line SELECT run_id, line_number + 1, employee_number, employee_name, country, account, account_kind, account_last4, account_hash, bic, currency, amount_minor, rail FROM payroll_line WHERE run_id = $1',
        [run.id],
      ),
    ).toBe(RULE)
    expect(await refuses(owner, 'UPDATE payroll_line SET amount_minor = amount_minor + 1 WHERE run_id = $1', [run.id])).toBe(RULE)
    expect(await refuses(owner, 'DELETE FROM payroll_line WHERE run_id = $1', [run.id])).not.toBeNull()
    expect(await refuses(app, `UPDATE payroll_run SET seal = repeat('0', 64), version = version + 1 WHERE id = $1`, [run.id])).toBe(RULE)
    expect(await refuses(app, `UPDATE payroll_run SET prepared_by = 'x', version = version + 1 WHERE id = $1`, [run.id])).toBe(RULE)
    expect(await refuses(app, `UPDATE payroll_run SET pay_date = pay_date + 1, version = version + 1 WHERE id = $1`, [run.id])).toBe(RULE)
    expect(
      await refuses(
        app,
        `UPDATE payroll_run SET status = 'approved', submitted_by = 'x', approved_by = 'y', approved_at = now(), version = version + 1 WHERE id = $1`,
        [run.id],
      ),
    ).toBe(RULE)
    expect(await refuses(owner, 'DELETE FROM payroll_run WHERE id = $1', [run.id])).toBe(RULE)
  })

  it('moves its version by exactly one', async () => {
    for (const step of [0, 2, -1]) {
      expect(await refuses(app, `UPDATE payroll_run SET version = version + ${step} WHERE id = $1`, [run.id])).toBe(RULE)
      expect(await refuses(app, `UPDATE payout SET version = version + ${step} WHERE run_id = $1`, [run.id])).toBe(RULE)
    }
  })

  it('freezes who is paid, what and where', async () => {
    for (const change of [`amount_minor = 1`, `account = 'X'`, `beneficiary_name = 'X'`, `currency = 'USD'`]) {
      expect(await refuses(app, `UPDATE payout SET ${change}, version = version + 1 WHERE run_id = $1`, [run.id])).toBe(RULE)
    }
    expect(await refuses(owner, 'DELETE FROM payout WHERE run_id = $1', [run.id])).toBe(RULE)
  })

  it('takes no line that slips in while it is being sealed', async () => {
    const { id } = done(await draftRun(test, uniqueCsv()))
    const slip = `INSERT INTO payroll_line SELECT run_id, 99, '99', employee_name, country, account, account_kind, account_last4, account_hash, bic, currency, amount_minor, rail
      FROM payroll_line WHERE run_id = $1 AND line_number = 2`
    await app.query('BEGIN')
    await app.query('SELECT FROM payroll_run WHERE id = $1 FOR UPDATE', [id])
    const slipping = other.query(slip, [id]).then(
      () => 'slipped in',
      (error: { code: string }) => error.code,
    )
    await waitUntilBlocked(owner)
    await app.query(
      `UPDATE payroll_run SET status = 'submitted', version = version + 1, seal = repeat('b', 64), submitted_by = 'preparer' WHERE id = $1`,
      [id],
    )
    await app.query(
      `INSERT INTO outbox (era, event_id, aggregate_type, aggregate_id, version, type, event, actor, request_id, occurred_at)
       VALUES (1, uuidv7(), 'payroll-run', $1, 2, 'payroll-run.submitted', '{}', 'test', 'test', now())`,
      [id],
    )
    await app.query('COMMIT')
    expect(await slipping).toBe(RULE)
  })

  it('waits for a line that came first, and seals it too', async () => {
    const { id } = done(await draftRun(test, uniqueCsv()))
    await other.query('BEGIN')
    await other.query(
      `INSERT INTO payroll_line SELECT run_id, 99, '99', employee_name, country, account, account_kind, account_last4, account_hash, bic, currency, amount_minor, rail
      FROM payroll_line WHERE run_id = $1 AND line_number = 2`,
      [id],
    )
    await app.query('BEGIN')
    const sealing = app.query('SELECT FROM payroll_run WHERE id = $1 FOR UPDATE', [id])
    await waitUntilBlocked(owner)
    await other.query('COMMIT')
    await sealing
    const { rows } = await app.query('SELECT count(*)::int AS lines FROM payroll_line WHERE run_id = $1', [id])
    await app.query('ROLLBACK')
    expect(rows).toEqual([{ lines: 2 }])
  })
})

describe('money', () => {
  it('is positive and in a currency the contract knows', async () => {
    const { id } = done(await draftRun(test, uniqueCsv()))
    const line = (currency: string, minor: number) =>
      refuses(
        app,
        `INSERT INTO payroll_line SELECT run_id, 50, '50', employee_name, country, account, account_kind, account_last4, account_hash, bic, $2, $3, rail
        FROM payroll_line WHERE run_id = $1 AND line_number = 2`,
        [id, currency, minor],
      )
    expect(await line('EUR', 0)).toBe(RULE)
    expect(await line('EUR', -1)).toBe(RULE)
    expect(await line('XXX', 1)).toBe(RULE)
    for (const currency of CURRENCIES.keys()) expect(`${currency} ${await line(currency, 1)}`).toBe(`${currency} null`)
  })
})

describe('the outbox', () => {
  it('is append-only, also for its owner', async () => {
    await submittedRun(test, uniqueCsv())
    for (const client of [app, owner]) {
      expect(await refuses(client, `UPDATE outbox SET event = ''`)).toBe(client === app ? NO_RIGHT : RULE)
      expect(await refuses(client, 'DELETE FROM outbox')).toBe(client === app ? NO_RIGHT : RULE)
      expect(await refuses(client, 'TRUNCATE outbox')).toBe(client === app ? NO_RIGHT : RULE)
    }
  })

  const insert = (columns: string, values: string) =>
    `INSERT INTO outbox (era, event_id, aggregate_type, aggregate_id, version, type, event, actor, request_id, occurred_at${columns})
     VALUES (1, uuidv7(), 'audit', uuidv7(), 1, 'audit.test', '{}', 'test', 'test', now()${values})`

  it('takes its numbers from the database alone', async () => {
    expect(await refuses(app, insert('', ''))).toBeNull()
    expect(await refuses(app, insert(', xid', `, '1'::xid8`))).toBe(NO_RIGHT)
    expect(await refuses(app, insert(', seq', ', 1'))).not.toBeNull()
    expect(await refuses(app, insert(', recorded_at', ', now()'))).toBe(NO_RIGHT)
    expect(await refuses(app, `SELECT nextval('outbox_seq_seq')`)).toBe(NO_RIGHT)
  })

  it('refuses events that a crash could take back', async () => {
    const statements = `${insert('', '')}; SET LOCAL synchronous_commit = off`
    expect(await refuses(app, statements, [], 'at commit')).toBe(RULE)
  })

  it('holds every version of a run and of a payout, or the change is not committed', async () => {
    const { id } = await submittedRun(test, uniqueCsv())
    const changes = [
      `UPDATE payout SET status = 'held', held_from = 'submitted', version = version + 1 WHERE run_id = $1`,
      `UPDATE payroll_run SET status = 'approved', approved_by = 'approver', approved_at = now(), version = version + 1 WHERE id = $1`,
    ]
    for (const client of [app, owner])
      for (const change of changes) {
        expect(await refuses(client, change, [id])).toBeNull()
        expect(await refuses(client, change, [id], 'at commit')).toBe(RULE)
      }
  })

  it('holds one event per version', async () => {
    const { id } = await approvedRun(test, uniqueCsv())
    const again = `INSERT INTO outbox (era, event_id, aggregate_type, aggregate_id, version, type, event, actor, request_id, occurred_at)
      SELECT era, uuidv7(), aggregate_type, aggregate_id, version, type, event, actor, request_id, occurred_at FROM outbox WHERE aggregate_id = $1`
    expect(await refuses(app, again, [id])).toBe('23505')
  })
})

/** Resolves once another session waits for a lock in this database. */
async function waitUntilBlocked(client: Client): Promise<void> {
  for (;;) {
    const { rows } = await client.query(`SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`)
    if (rows.length > 0) return
  }
}
