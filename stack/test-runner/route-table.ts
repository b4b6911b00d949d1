/** Every route of the API with what it needs: the test that walks them fails on a route without a row here. */
import type { Permission } from '@/access/permissions'

/** Ids of things of one company, or of none. */
export type Ids = {
  company: string
  run: string
  draft: string
  payout: string
  import: string
  finding: string
  message: string
  proposal: string
  /** A change of the set-up, a key of nobody who asks, and somebody: of no company. */
  change: string
  key: string
  person: string
  service: string
  comparison: string
  mismatch: string
  repair: string
  /** The instance of a process that beats. */
  worker: string
  /** A close of a month, the month, and that it is opened again. */
  close: string
  month: string
  reopening: string
  question: string
  /** That letters are given up, which waits for a second person; and a letter. */
  discard: string
  letter: string
  /** Not an id of ours: the account it pays from. */
  account: string
}

export type RouteRow = {
  /** "public" needs no sign-in; "sign-in" is better-auth's own. */
  needs: Permission | 'public' | 'sign-in' | 'anyone' | 'signed-in'
  /** What stands for [id]. */
  id?: keyof Ids
  query?: string
  body?: (ids: Ids) => unknown
  /** A multipart form. */
  form?: (ids: Ids) => Record<string, string | Blob>
  versioned?: true
  /** It names nothing of a company, so who works for another company may ask it too. */
  ofNoCompany?: true
}

const REASON = { reason: 'asked for by a test' }
const question = () => ({ name: crypto.randomUUID(), page: 'overview', asks: '', shared: false })
const CSV = 'employee_number,employee_name,country,account,bic,currency,amount\n1,Ana Sample,ES,ES9121000418450200051332,,EUR,1.00\n'
const csv = (): Blob => new Blob([CSV], { type: 'text/csv' })
/** A statement with one charge of the bank on it. */
export const statement = (...accounts: string[]): Blob => {
  const id = crypto.randomUUID()
  const of = (
    account: string,
  ) => `<Stmt><Id>${id}</Id><Acct><Id>${account.length > 24 ? `<Othr><Id>${account}</Id></Othr>` : `<IBAN>${account}</IBAN>`}</Id><Ccy>EUR</Ccy></Acct>
    <Ntry><NtryRef>${id}</NtryRef><Amt Ccy="EUR">4.15</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-11-25</Dt></BookgDt>
    <AddtlNtryInf>Charge</AddtlNtryInf></Ntry></Stmt>`
  return new Blob([
    `<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
    <GrpHdr><MsgId>${id}</MsgId><CreDtTm>2026-11-25T18:00:00+01:00</CreDtTm></GrpHdr>${accounts.map(of).join('')}</BkToCstmrStmt></Document>`,
  ])
}
const payrollForm = ({ company }: Ids) => ({ company, period: '2026-11', payDate: '2026-11-26', file: csv() })
const seen = ({ finding }: Ids) => [{ id: finding, version: 1 }]

export const ROUTES: Readonly<Record<string, RouteRow>> = {
  'POST /api/auth/[...all]': { needs: 'sign-in' },
  'GET /api/auth/[...all]': { needs: 'sign-in' },
  'GET /api/openapi.json': { needs: 'public' },
  'GET /api/health/live': { needs: 'public' },
  'GET /api/health/ready': { needs: 'public' },
  'GET /api/freshness': { needs: 'payouts:read', ofNoCompany: true },
  'GET /api/companies': { needs: 'runs:read', ofNoCompany: true },
  'GET /api/payroll-runs': { needs: 'runs:read', query: '?inbox=paying', ofNoCompany: true },
  'POST /api/payroll-runs': { needs: 'runs:prepare', form: payrollForm },
  'GET /api/payroll-runs/[id]': { needs: 'runs:read', id: 'run' },
  'GET /api/payroll-runs/[id]/payouts': { needs: 'runs:read', id: 'run' },
  'GET /api/payroll-runs/[id]/history': { needs: 'runs:read', id: 'run' },
  'GET /api/payroll-runs/[id]/bank-messages': { needs: 'runs:read', id: 'run' },
  'POST /api/payroll-runs/[id]/submission': { needs: 'runs:prepare', id: 'draft', versioned: true },
  'POST /api/payroll-runs/[id]/approvals': { needs: 'runs:approve', id: 'run', body: () => ({ seal: '0'.repeat(64) }), versioned: true },
  'POST /api/payroll-runs/[id]/send-backs': { needs: 'runs:approve', id: 'run', body: () => REASON, versioned: true },
  'POST /api/payroll-runs/[id]/cancellations': { needs: 'runs:prepare', id: 'run', body: () => REASON, versioned: true },
  'POST /api/payroll-runs/[id]/recalls': { needs: 'runs:approve', id: 'run', body: () => REASON, versioned: true },
  'POST /api/payroll-runs/[id]/pay-dates': {
    needs: 'runs:prepare',
    id: 'draft',
    body: () => ({ payDate: '2026-11-26' }),
    versioned: true,
  },
  'POST /api/payroll-imports': { needs: 'runs:prepare', form: payrollForm },
  'GET /api/payroll-imports/[id]': { needs: 'runs:prepare', id: 'import' },
  'GET /api/payroll-imports/[id]/problems': { needs: 'runs:prepare', id: 'import' },
  'GET /api/payroll-imports/[id]/errors.csv': { needs: 'runs:prepare', id: 'import' },
  'PUT /api/payroll-imports/[id]/mapping': { needs: 'runs:prepare', id: 'import', body: () => ({ mapping: MAPPING }), versioned: true },
  'POST /api/payroll-imports/[id]/checks': { needs: 'runs:prepare', id: 'import' },
  'POST /api/payroll-imports/[id]/row-edits': {
    needs: 'runs:prepare',
    id: 'import',
    body: () => ({ edits: [{ row: 3, cells: { '6': '10.00' } }] }),
    versioned: true,
  },
  'POST /api/payroll-imports/[id]/corrections': { needs: 'runs:prepare', id: 'import', form: () => ({ file: csv() }) },
  'POST /api/payroll-imports/[id]/draft': { needs: 'runs:prepare', id: 'import', body: () => ({}) },
  'POST /api/payroll-imports/[id]/abandonment': { needs: 'runs:prepare', id: 'import' },
  'GET /api/bank-messages': { needs: 'runs:read', ofNoCompany: true },
  'POST /api/bank-messages': { needs: 'bank-files:apply', form: ({ account }) => ({ file: statement(account), ...REASON }) },
  'GET /api/bank-messages/[id]/file': { needs: 'runs:read', id: 'message' },
  'POST /api/bank-messages/[id]/execution-dates': { needs: 'bank-files:answer', id: 'message', body: () => REASON },
  'POST /api/bank-messages/[id]/execution-dates/confirmations': { needs: 'bank-files:answer', id: 'message', versioned: true },
  'POST /api/bank-messages/[id]/execution-dates/refusals': {
    needs: 'bank-files:answer',
    id: 'message',
    body: () => REASON,
    versioned: true,
  },
  'POST /api/bank-messages/[id]/receipts': { needs: 'bank-files:answer', id: 'message', body: () => ({ received: false, ...REASON }) },
  'POST /api/bank-messages/[id]/receipts/confirmations': { needs: 'bank-files:answer', id: 'message', versioned: true },
  'POST /api/bank-messages/[id]/receipts/refusals': { needs: 'bank-files:answer', id: 'message', body: () => REASON, versioned: true },
  'GET /api/bank-file-proposals': { needs: 'runs:read', ofNoCompany: true },
  'GET /api/bank-file-proposals/[id]': { needs: 'runs:read', id: 'proposal' },
  'POST /api/bank-file-proposals/[id]/confirmations': {
    needs: 'bank-files:apply',
    id: 'proposal',
    body: () => ({ effect: '0'.repeat(64) }),
    versioned: true,
  },
  'POST /api/bank-file-proposals/[id]/refusals': { needs: 'bank-files:apply', id: 'proposal', body: () => REASON, versioned: true },
  'GET /api/findings': { needs: 'findings:read', ofNoCompany: true },
  'GET /api/findings/[id]': { needs: 'findings:read', id: 'finding' },
  'GET /api/findings/[id]/effect': { needs: 'findings:resolve', id: 'finding' },
  'POST /api/findings/[id]/assignments': { needs: 'findings:resolve', id: 'finding', body: () => ({ owner: null }), versioned: true },
  'POST /api/findings/[id]/proposals': {
    needs: 'findings:resolve',
    id: 'finding',
    body: () => ({ resolution: 'written-off', ...REASON }),
    versioned: true,
  },
  'POST /api/findings/[id]/confirmations': { needs: 'findings:resolve', id: 'finding', versioned: true },
  'POST /api/findings/[id]/refusals': { needs: 'findings:resolve', id: 'finding', body: () => REASON, versioned: true },
  // Of several findings each is answered by itself: 200, with "not found" beside those of another company.
  'POST /api/findings/proposals': {
    needs: 'findings:resolve',
    body: (ids) => ({ findings: seen(ids), resolution: 'written-off', ...REASON }),
    ofNoCompany: true,
  },
  'POST /api/findings/confirmations': { needs: 'findings:resolve', body: (ids) => ({ findings: seen(ids) }), ofNoCompany: true },
  'GET /api/payouts/[id]': { needs: 'payouts:read', id: 'payout' },
  'GET /api/payouts/[id]/copies': { needs: 'payouts:read', id: 'payout' },
  'POST /api/payouts/[id]/holds': { needs: 'payouts:hold', id: 'payout', body: () => REASON, versioned: true },
  'POST /api/payouts/[id]/hold-releases': { needs: 'payouts:hold', id: 'payout', body: () => REASON, versioned: true },
  'POST /api/payouts/[id]/outcomes': {
    needs: 'runs:approve',
    id: 'payout',
    body: () => ({ outcome: 'not-owed', ...REASON }),
    versioned: true,
  },
  'POST /api/payouts/[id]/outcome-confirmations': { needs: 'runs:approve', id: 'payout', body: () => REASON, versioned: true },
  'GET /api/search/payouts': { needs: 'search:read', query: '?q=', ofNoCompany: true },
  'GET /api/finance/changes': { needs: 'finance:read', query: '?from=1', ofNoCompany: true },
  'GET /api/finance/export.csv': { needs: 'finance:read', ofNoCompany: true },
  'GET /api/finance/export.parquet': { needs: 'finance:read', ofNoCompany: true },
  'GET /api/finance/export.xlsx': { needs: 'finance:read', ofNoCompany: true },
  'POST /api/finance/answers': { needs: 'finance:read', body: () => ({ sql: 'SELECT 1' }), ofNoCompany: true },
  'POST /api/finance/answer-files': { needs: 'finance:read', body: () => ({ sql: 'SELECT 1', format: 'csv' }), ofNoCompany: true },
  'GET /api/finance/fees-by-corridor': { needs: 'finance:read', ofNoCompany: true },
  'GET /api/finance/proof': { needs: 'finance:read', query: '?question=fees-by-corridor', ofNoCompany: true },
  'GET /api/finance/payouts-by-country': { needs: 'finance:read', ofNoCompany: true },
  'GET /api/finance/months': { needs: 'finance:read', ofNoCompany: true },
  'GET /api/finance/months/[id]': { needs: 'finance:read', id: 'month' },
  'POST /api/finance/months/[id]/preparations': { needs: 'finance:close', id: 'month' },
  'POST /api/finance/months/[id]/explanations': {
    needs: 'finance:close',
    id: 'month',
    body: () => ({ item: 'runs', subjects: ['none'], ...REASON }),
  },
  'POST /api/finance/closes/[id]/closings': { needs: 'finance:close', id: 'close', versioned: true },
  'POST /api/finance/closes/[id]/withdrawals': { needs: 'finance:close', id: 'close', body: () => REASON, versioned: true },
  'POST /api/finance/closes/[id]/reopenings': { needs: 'finance:close', id: 'close', body: () => REASON, versioned: true },
  'POST /api/finance/closes/[id]/packs': { needs: 'finance:close', id: 'close' },
  'GET /api/finance/closes/[id]/files': { needs: 'finance:read', id: 'close', query: '?name=pack.json' },
  'GET /api/finance/closes/[id]/restatement': { needs: 'finance:read', id: 'close' },
  'POST /api/finance/reopenings/[id]/confirmations': { needs: 'finance:close', id: 'reopening' },
  'POST /api/finance/reopenings/[id]/refusals': { needs: 'finance:close', id: 'reopening' },
  'GET /api/finance/questions': { needs: 'finance:read', ofNoCompany: true },
  'POST /api/finance/questions': { needs: 'finance:read', body: question, ofNoCompany: true },
  'POST /api/finance/questions/[id]/changes': {
    needs: 'finance:read',
    id: 'question',
    body: () => ({ name: 'Asked', shared: false }),
    versioned: true,
  },
  'POST /api/finance/questions/[id]/removals': { needs: 'finance:read', id: 'question', versioned: true },
  'POST /api/finance/questions/[id]/restorations': { needs: 'finance:read', id: 'question', versioned: true },
  'POST /api/finance/questions/[id]/take-overs': { needs: 'finance:close', id: 'question', versioned: true },
  'POST /api/finance/questions/[id]/pins': { needs: 'finance:read', id: 'question', body: () => ({ pinned: false }) },
  'GET /api/finance/posting-accounts': { needs: 'finance:read', ofNoCompany: true },
  'POST /api/finance/posting-accounts/[id]': {
    needs: 'finance:close',
    id: 'company',
    body: () => ({ wages: '1740', bank: '1200', fees: '4970', consultant: 1001, client: 1 }),
    versioned: true,
  },
  'GET /api/operations/status': { needs: 'operations:read', ofNoCompany: true },
  'POST /api/operations/readings': { needs: 'operations:act', body: ({ worker }) => ({ file: worker, ...REASON }), ofNoCompany: true },
  'GET /api/operations/live': { needs: 'operations:read', ofNoCompany: true },
  'POST /api/operations/ended-sessions': {
    needs: 'operations:act',
    body: () => ({ pid: 1, xid: '1', backendStart: '2026-11-25T10:00:00.000000Z', xactStart: '2026-11-25T10:00:00.000000Z', ...REASON }),
    ofNoCompany: true,
  },
  'GET /api/operations/restarts': { needs: 'operations:read', ofNoCompany: true },
  'POST /api/operations/restarts': { needs: 'operations:act', body: ({ worker }) => ({ instance: worker, ...REASON }), ofNoCompany: true },
  'GET /api/operations/repairs': { needs: 'operations:read', ofNoCompany: true },
  'POST /api/operations/repairs': { needs: 'operations:act', body: () => ({ kind: 'rebuild-search', ...REASON }), ofNoCompany: true },
  'POST /api/operations/repairs/plans': { needs: 'operations:read', body: () => ({ kind: 'rebuild-search' }), ofNoCompany: true },
  'GET /api/operations/repairs/[id]': { needs: 'operations:read', id: 'repair' },
  'POST /api/operations/repairs/[id]/cancellations': { needs: 'operations:act', id: 'repair', body: () => REASON },
  'GET /api/operations/payouts/[id]/copies': { needs: 'operations:read', id: 'payout' },
  'POST /api/operations/repairs/[id]/confirmations': { needs: 'operations:act', id: 'discard' },
  'GET /api/operations/dead-letters': { needs: 'operations:read', query: '?copy=search', ofNoCompany: true },
  'GET /api/operations/dead-letters/groups': { needs: 'operations:read', ofNoCompany: true },
  'GET /api/operations/dead-letters/[id]': { needs: 'operations:read', id: 'letter' },
  'GET /api/operations/dead-letters/[id]/trial': { needs: 'operations:act', id: 'letter' },
  'POST /api/operations/dead-letters/redrives': { needs: 'operations:act', body: () => ({ copy: 'search', ...REASON }), ofNoCompany: true },
  'POST /api/operations/dead-letters/discards': { needs: 'operations:act', body: () => ({ copy: 'search', ...REASON }), ofNoCompany: true },
  'GET /api/operations/figures': { needs: 'operations:read', ofNoCompany: true },
  'GET /api/operations/latencies': { needs: 'operations:read', ofNoCompany: true },
  'GET /api/operations/comparisons': { needs: 'operations:read', ofNoCompany: true },
  'POST /api/operations/comparisons': { needs: 'operations:act', body: () => ({ tier: 'quick' }), ofNoCompany: true },
  'GET /api/operations/comparisons/[id]': { needs: 'operations:read', id: 'comparison' },
  'GET /api/operations/mismatches': { needs: 'operations:read', ofNoCompany: true },
  'GET /api/operations/mismatches/[id]': { needs: 'operations:read', id: 'mismatch' },
  'POST /api/operations/mismatches/[id]/assignments': {
    needs: 'operations:act',
    id: 'mismatch',
    body: () => ({ owner: null }),
    versioned: true,
  },
  'POST /api/operations/mismatches/[id]/explanations': {
    needs: 'operations:act',
    id: 'mismatch',
    body: () => REASON,
    versioned: true,
  },
  'POST /api/first-administrator': { needs: 'public' },
  'GET /api/session': { needs: 'anyone', ofNoCompany: true },
  'GET /api/api-keys': { needs: 'signed-in', ofNoCompany: true },
  'POST /api/api-keys': {
    needs: 'signed-in',
    body: () => ({ name: 'a program', permissions: ['set-up:read'], days: 1 }),
    ofNoCompany: true,
  },
  'POST /api/api-keys/[id]/revocations': { needs: 'signed-in', id: 'key' },
  'POST /api/set-up/api-keys/[id]/revocations': { needs: 'set-up:change', id: 'key' },
  'POST /api/sign-in-links/uses': { needs: 'public' },
  // The set-up is of every company: who works for some is not let in at all.
  'GET /api/set-up/companies': { needs: 'set-up:read', ofNoCompany: true },
  'POST /api/set-up/companies': {
    needs: 'set-up:change',
    body: () => ({ code: 'NEW', name: 'New', country: 'DE', bankProfileId: crypto.randomUUID() }),
    ofNoCompany: true,
  },
  'GET /api/set-up/companies/[id]': { needs: 'set-up:read', id: 'company' },
  'POST /api/set-up/companies/[id]/details': { needs: 'set-up:change', id: 'company', body: () => ({ name: 'Else' }), versioned: true },
  'POST /api/set-up/companies/[id]/closures': { needs: 'set-up:change', id: 'company', body: () => REASON, versioned: true },
  'POST /api/set-up/companies/[id]/accepted-test-files': { needs: 'set-up:change', id: 'company', versioned: true },
  'GET /api/set-up/companies/[id]/test-file': { needs: 'set-up:read', id: 'company' },
  'GET /api/set-up/bank-profiles': { needs: 'set-up:read', ofNoCompany: true },
  'POST /api/set-up/bank-profiles': { needs: 'set-up:change', body: () => PROFILE, ofNoCompany: true },
  'GET /api/set-up/changes': { needs: 'set-up:read', ofNoCompany: true },
  'POST /api/set-up/changes': {
    needs: 'set-up:change',
    body: ({ company }) => ({ kind: 'company-reopening', companyId: company }),
    ofNoCompany: true,
  },
  'GET /api/set-up/changes/[id]': { needs: 'set-up:read', id: 'change' },
  'POST /api/set-up/changes/[id]/confirmations': { needs: 'set-up:change', id: 'change', versioned: true },
  'POST /api/set-up/changes/[id]/refusals': { needs: 'set-up:change', id: 'change', body: () => REASON, versioned: true },
  'GET /api/set-up/people': { needs: 'set-up:read', ofNoCompany: true },
  'GET /api/set-up/people/[id]/api-keys': { needs: 'set-up:read', id: 'service' },
  'POST /api/set-up/people/[id]/api-keys': {
    needs: 'set-up:change',
    id: 'service',
    body: () => ({ name: 'a program', permissions: ['runs:read'], days: 1 }),
  },
  'POST /api/set-up/people/[id]/deactivations': { needs: 'set-up:change', id: 'person', body: () => REASON, versioned: true },
  'POST /api/set-up/people/[id]/sign-outs': { needs: 'set-up:change', id: 'person' },
}

const PROFILE = {
  ...{ name: 'New bank', cutOff: '16:30', timeZone: 'Europe/Berlin', releaseAfterSeconds: 60, releaseOpens: null, closedDays: [] },
  ...{ version: 'pain.001.001.09', umlauts: 'one-letter', addresses: true, salary: true, batchBooking: true, nonSepa: true },
}

const MAPPING = {
  sheet: null,
  fields: {},
  encoding: 'utf-8',
  delimiter: ',',
  headerRow: 1,
  nameOrder: 'first-last',
  amountStyle: null,
  accountStyle: 'iban',
  leaveOutTotals: true,
}
