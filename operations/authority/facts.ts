/**
 * Where the truth lives: for every fact that travels, where its write is accepted, under which identifier it travels, and whether a copy may make something
 * else of it. How fresh each copy has to be is the freshness contract (platform/freshness.ts). Complete by test against the columns of the ledger, the
 * fields of the events, the mapping of search and the tables of finance.
 */
export type Fact = {
  /** As a person would name it. */
  name: string
  /** Its columns in the ledger, `table.column`; each column belongs to one fact. */
  home: readonly string[]
  /** Who may change it, and the room whose commands do. */
  accepted: string
  /** What it is found by, in the ledger and in every copy. */
  identifier: string
  /** Fields of events, `subject.field`. */
  events: readonly string[]
  /** Fields of a search document. */
  search: readonly string[]
  /** Columns of published tables, `table.column`; `table.*` is all of a table that is counted or added up. */
  finance: readonly string[]
  /** May a copy derive something from it, or read it in another way? */
  copies: string
}

const AS_IT_IS = 'No. Copied as it is.'
const PAYOUT = 'payout id'
const RUN = 'run id'

/** `table.name`, one for each name. */
const columns = (table: string, ...names: readonly string[]): string[] => names.map((name) => `${table}.${name}`)

export const FACTS: readonly Fact[] = [
  {
    name: 'Which payout it is',
    home: ['payout.id'],
    accepted: 'Made when a run is submitted (payroll/runs)',
    identifier: PAYOUT,
    events: ['payout.id', 'event.subject'],
    search: ['id'],
    finance: ['payout_facts.id', 'payout_changes.payout_id'],
    copies: AS_IT_IS,
  },
  {
    name: 'A payout’s version',
    home: ['payout.version'],
    accepted: 'Counted up by each change of a payout (payroll/runs, payroll/statements, payroll/transmissions)',
    identifier: PAYOUT,
    events: ['payout.version', 'event.sequence'],
    search: ['version'],
    finance: ['payout_facts.version', 'payout_changes.version'],
    copies: 'No. A copy keeps the highest it has seen and lets lower ones go.',
  },
  {
    name: 'A payout’s status, and since when',
    home: columns('payout', 'status', 'status_since', 'held_from'),
    accepted: 'Coordinators approve, hold and cancel (payroll/runs); banks answer (payroll/statements)',
    identifier: PAYOUT,
    events: ['payout.status', 'payout.statusSince'],
    search: ['status', 'statusSince'],
    finance: [...columns('payout_facts', 'status', 'status_since'), 'payout_changes.status', 'payouts_by_country.*', 'volume_by_company.*'],
    copies: 'Finance counts payouts by it. No copy decides what may be done: every command asks the ledger again.',
  },
  {
    name: 'When a payout was submitted, approved, sent, settled, failed',
    home: columns('payout', 'submitted_at', 'approved_at', 'sent_at', 'settled_at', 'failed_at'),
    accepted: 'With the change of the status',
    identifier: PAYOUT,
    events: columns('payout', 'submittedAt', 'approvedAt', 'sentAt', 'settledAt', 'failedAt'),
    search: [],
    finance: columns('payout_facts', 'submitted_at', 'approved_at', 'sent_at', 'settled_at', 'failed_at'),
    copies: AS_IT_IS,
  },
  {
    name: 'Who is paid',
    home: columns('payout', 'line_number', 'employee_number', 'beneficiary_name', 'beneficiary_country'),
    accepted: 'Coordinators, by the payroll file (payroll/imports); fixed once the run is submitted',
    identifier: PAYOUT,
    events: columns('payout', 'lineNumber', 'employeeNumber', 'beneficiaryName', 'beneficiaryCountry'),
    search: ['nameTerms', 'employeeNumber', 'beneficiaryCountry'],
    finance: columns('payout_facts', 'line_number', 'employee_number', 'beneficiary_name', 'beneficiary_country'),
    copies: 'Search folds names (accents, case, order of words) to find them, and shows them as they came. Finance does not.',
  },
  {
    name: 'The account that is paid',
    home: columns('payout', 'account_last4', 'account_hash'),
    accepted: 'Coordinators, by the payroll file (payroll/imports); fixed once the run is submitted',
    identifier: PAYOUT,
    events: columns('payout', 'accountLast4', 'accountHash'),
    search: ['accountLast4', 'accountHash'],
    finance: columns('payout_facts', 'account_last4', 'account_hash'),
    copies: 'No. The whole number never leaves the ledger: copies have its last four characters and a keyed hash.',
  },
  {
    name: 'Amount and currency',
    home: columns('payout', 'amount_minor', 'currency'),
    accepted: 'Coordinators, by the payroll file (payroll/imports); fixed once the run is submitted',
    identifier: PAYOUT,
    events: columns('payout', 'amountMinor', 'currency'),
    search: ['amountMinor', 'currency', 'exponent'],
    finance: columns('payout_facts', 'amount_minor', 'currency'),
    copies: 'Finance adds amounts up, each currency by itself, in whole minor units. Nothing is converted.',
  },
  {
    name: 'Rail and corridor',
    home: columns('payout', 'rail'),
    accepted: 'Found from the account and the currency when the file is read (payroll/imports)',
    identifier: PAYOUT,
    events: columns('payout', 'rail', 'corridor'),
    search: ['rail'],
    finance: columns('payout_facts', 'rail', 'corridor'),
    copies: 'No. The event says the corridor: from the company’s country to the beneficiary’s.',
  },
  {
    name: 'The company',
    home: columns('company', 'id', 'code', 'name', 'country'),
    accepted: 'Two administrators (payroll/set-up)',
    identifier: 'company id',
    events: [
      ...columns('payout', 'companyId', 'companyCode', 'companyName', 'companyCountry'),
      ...columns('run', 'companyId', 'companyCode', 'companyName'),
    ],
    search: ['companyId', 'companyCode', 'companyName', 'companyFolded'],
    finance: [
      ...columns('payout_facts', 'company_id', 'company_code', 'company_name', 'company_country'),
      ...columns('companies', 'id', 'code', 'name'),
    ],
    copies: 'As it was called when the payout last changed. Search folds the name to find it.',
  },
  {
    name: 'Which run it is',
    home: [...columns('payroll_run', 'id', 'company_id', 'reference'), 'payout.run_id'],
    accepted: 'Made when a payroll file is imported (payroll/imports, payroll/runs)',
    identifier: RUN,
    events: [...columns('run', 'id', 'reference'), ...columns('payout', 'runId', 'runReference')],
    search: ['references', 'referencesReversed'],
    finance: columns('payout_facts', 'run_id', 'run_reference'),
    copies: 'Search finds references by their beginning and their end, in upper case.',
  },
  {
    name: 'Period, pay date and kind of a run',
    home: columns('payroll_run', 'period', 'pay_date', 'kind'),
    accepted: 'Coordinators; a later pay date as well (payroll/runs)',
    identifier: RUN,
    events: [...columns('run', 'period', 'payDate', 'kind'), ...columns('payout', 'period', 'payDate')],
    search: ['period'],
    finance: columns('payout_facts', 'period', 'pay_date'),
    copies: 'Finance counts countries by the month of the pay date.',
  },
  {
    name: 'A run’s status and version',
    home: columns('payroll_run', 'status', 'version'),
    accepted: 'Coordinators, two for an approval (payroll/runs)',
    identifier: RUN,
    events: columns('run', 'status', 'version'),
    search: [],
    finance: [],
    copies: 'No. Shown from the ledger alone.',
  },
  {
    name: 'What was approved: seal and control totals',
    home: columns('payroll_run', 'seal', 'lines', 'totals'),
    accepted: 'Computed when a run is submitted; an approval names the seal (payroll/runs)',
    identifier: RUN,
    events: columns('run', 'seal', 'lines', 'totals'),
    search: [],
    finance: ['control_totals.*'],
    copies: 'Finance holds its own sums against them, and publishes nothing when they differ.',
  },
  {
    name: 'What the payment is called at the bank',
    home: [...columns('settlement_instruction', 'payout_id', 'attempt', 'end_to_end_id', 'bank_reference'), 'payout.attempt'],
    accepted: 'Given at the release (payroll/transmissions); the bank’s own reference by its files (payroll/statements)',
    identifier: 'payout id and attempt; end-to-end id',
    events: columns('payout', 'attempt', 'endToEndId', 'bankReference'),
    search: ['references', 'referencesReversed'],
    finance: [...columns('payout_facts', 'attempt', 'end_to_end_id', 'bank_reference'), 'payout_changes.attempt'],
    copies: 'Search finds references by their beginning and their end, in upper case.',
  },
  {
    name: 'The bank that a company pays by',
    home: columns('bank_profile', 'name'),
    accepted: 'Two administrators (payroll/set-up)',
    identifier: PAYOUT,
    events: ['payout.bank'],
    search: [],
    finance: ['payout_facts.bank', 'settlement_times.*'],
    copies: 'As it was called when the payout, once sent, last changed.',
  },
  {
    name: 'When the bank booked it',
    home: columns('settlement_instruction', 'booked_on', 'value_date', 'returned_on', 'answered_at'),
    accepted: 'The bank’s files (payroll/statements)',
    identifier: 'payout id and attempt',
    events: columns('payout', 'bookedOn', 'valueDate', 'returnedOn', 'settledOn', 'cameBackOn'),
    search: ['bookedOn', 'valueDate'],
    finance: [
      ...columns('payout_facts', 'booked_on', 'value_date', 'returned_on', 'settled_on', 'came_back_on'),
      'payout_changes.happened_on',
    ],
    copies: 'Finance counts fees by the month of the bank’s booking; where the bank gave no day, by the day on which its file was read.',
  },
  {
    name: 'What the bank charged',
    home: columns(
      'settlement_instruction',
      'fee_minor',
      'charges',
      'return_charges',
      'account_amount_minor',
      'account_currency',
      'exchange_rate',
    ),
    accepted: 'The bank’s files (payroll/statements)',
    identifier: 'payout id and attempt',
    events: columns('payout', 'feeMinor', 'charges', 'accountAmount'),
    search: [],
    finance: [
      ...columns('payout_facts', 'fee_minor', 'charges', 'account_amount_minor', 'account_currency', 'exchange_rate'),
      'payout_charges.*',
      'fees_by_corridor.*',
      'cost_per_payout.*',
    ],
    copies: 'Finance adds charges up, each currency by itself. Nothing is converted.',
  },
  {
    name: 'Why the bank did not pay, or sent it back',
    home: columns('settlement_instruction', 'reason_code'),
    accepted: 'The bank’s files (payroll/statements); by hand two coordinators (payroll/exceptions)',
    identifier: 'payout id and attempt',
    events: columns('payout', 'reasonCode'),
    search: ['reasonCode'],
    finance: ['payout_facts.reason_code', 'payout_changes.reason_code', 'failures_by_reason.*'],
    copies: AS_IT_IS,
  },
  {
    name: 'Who changed what, when and why',
    home: columns('outbox', 'event_id', 'aggregate_type', 'aggregate_id', 'version', 'type', 'event', 'actor', 'reason', 'occurred_at'),
    accepted: 'Every command, in the transaction of its change (payroll/journal)',
    identifier: 'event id; aggregate id and version',
    events: [
      ...columns('event', 'id', 'source', 'specversion', 'type', 'time', 'dataschema', 'data', 'traceparent'),
      ...columns('data', 'changed', 'about', 'act', 'actor', 'reason', 'detail'),
    ],
    search: [],
    finance: columns('payout_changes', 'event_id', 'type', 'changed', 'recorded_at'),
    copies: 'No. Histories on screen are read from the ledger; finance keeps every event as it came, and each change of a payout as a row.',
  },
  {
    name: 'The order of everything',
    home: [
      ...columns('outbox', 'era', 'xid', 'seq'),
      ...columns('relay_batches', 'era', 'first', 'last', 'from_xid', 'from_seq', 'to_xid', 'to_seq', 'partition_last', 'hash'),
    ],
    accepted: 'The relay numbers committed events, without a gap (workers/outbox-relay)',
    identifier: 'era and position',
    events: [],
    search: ['partition', 'position'],
    finance: ['payout_facts.position', 'payout_changes.position'],
    copies: 'No. A copy says up to which position it has everything.',
  },
]
