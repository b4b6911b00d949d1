/** What can be read in SQL: the published tables with their columns, types and meanings. Nobody is named in them, and accounts have four digits. */

export type MartForSql = {
  name: string
  /** What a row is. */
  says: string
  /** "name TYPE" and its meaning, in the order of the table. */
  columns: Readonly<Record<string, string>>
}

const MONTH = { 'month DATE': 'The first day of the month.' }
const COMPANY = { 'company_id VARCHAR': 'The company; its code and name are in companies.' }
const CURRENCY = { 'currency VARCHAR': 'What the payouts were paid in.' }
const CHARGE_CURRENCY = { 'charge_currency VARCHAR': 'What the bank charged in.' }
const CORRIDOR = { 'corridor VARCHAR': 'From which country to which, such as DE-ES.' }
const BANK = { 'bank VARCHAR': 'The company’s bank, by its name in Set-up.' }
const AMOUNT = { 'amount_minor HUGEINT': 'Their sum, in whole minor units of the currency.' }
const FEES = {
  'fee_minor HUGEINT': 'What banks charged for payments, in minor units of charge_currency.',
  'return_fee_minor HUGEINT': 'What banks charged for returns, the same.',
}

export const MARTS_FOR_SQL: readonly MartForSql[] = [
  {
    name: 'payout_facts',
    says: 'A payout, as its newest version says.',
    columns: {
      'id VARCHAR': 'The payout. Its page is /payouts/ followed by this.',
      'version INTEGER': 'How often it has changed.',
      'status VARCHAR': 'submitted, approved, held, sent, settled, failed, returned, cancelled or withdrawn.',
      'run_id VARCHAR': 'The payroll run that it belongs to.',
      'run_reference VARCHAR': 'The run as people call it.',
      ...COMPANY,
      'company_code VARCHAR': 'The company’s code.',
      'company_name VARCHAR': 'The company’s name.',
      'company_country VARCHAR': 'Where the company is.',
      'period VARCHAR': 'What the payroll is for.',
      'pay_date DATE': 'When people are to have their money.',
      'line_number INTEGER': 'The line of the run.',
      'beneficiary_country VARCHAR': 'Where it is paid to.',
      'account_last4 VARCHAR': 'The last four characters of the account.',
      'amount_minor BIGINT': 'The amount, in whole minor units of the currency.',
      ...CURRENCY,
      'rail VARCHAR': 'How it is paid.',
      ...CORRIDOR,
      'attempt INTEGER': 'How often it was sent to the bank.',
      'end_to_end_id VARCHAR': 'What the bank calls it.',
      'bank_reference VARCHAR': 'The bank’s own reference.',
      'fee_minor BIGINT': 'The charge of old events, in the currency of the payout.',
      'reason_code VARCHAR': 'Why the bank refused or returned it.',
      'submitted_at TIMESTAMP': 'When its run was submitted (UTC).',
      'approved_at TIMESTAMP': 'When its run was approved.',
      'sent_at TIMESTAMP': 'When the bank was given it.',
      'settled_at TIMESTAMP': 'When its booking was read.',
      'failed_at TIMESTAMP': 'When its failure was read.',
      'status_since TIMESTAMP': 'Since when it has its status.',
      'position BIGINT': 'The event in the journal that says so.',
      'booked_on DATE': 'The bank’s booking day.',
      'value_date DATE': 'The bank’s value date.',
      'returned_on DATE': 'The bank’s day of the return.',
      'settled_on DATE': 'The day, in the bank’s zone, on which its booking was read.',
      'came_back_on DATE': 'The day there on which its return was read.',
      ...BANK,
      'account_amount_minor BIGINT': 'What left the company’s account.',
      'account_currency VARCHAR': 'In which currency.',
      'exchange_rate VARCHAR': 'The bank’s rate.',
      'charges STRUCT[]': 'What the bank charged: for, amount_minor, currency, booked_on. Easier to read in payout_charges.',
    },
  },
  {
    name: 'payout_charges',
    says: 'A charge of a bank for a booked payout or for its return.',
    columns: {
      'payout_id VARCHAR': 'The payout.',
      ...COMPANY,
      ...CORRIDOR,
      ...CURRENCY,
      'kind VARCHAR': 'payment or return.',
      ...CHARGE_CURRENCY,
      'amount_minor BIGINT': 'The charge, in minor units of charge_currency.',
      'booked_on DATE': 'The day of its booking.',
      ...MONTH,
      'counts BOOLEAN': 'Whether the payout itself is counted under this charge currency.',
    },
  },
  {
    name: 'payout_changes',
    says: 'A change of a payout: one row for each event.',
    columns: {
      'event_id UUID': 'The event.',
      'payout_id UUID': 'The payout.',
      'position BIGINT': 'The event’s place in the journal.',
      'version INTEGER': 'The version that it made.',
      'type VARCHAR': 'What happened.',
      'changed VARCHAR[]': 'Which fields changed.',
      'status VARCHAR': 'The status from then on.',
      'attempt INTEGER': 'Of which attempt.',
      'reason_code VARCHAR': 'What the bank gave as its reason.',
      'happened_on DATE': 'The day on which it happened: of bookings and returns the bank’s.',
      'recorded_at TIMESTAMP': 'When the ledger wrote it down (UTC).',
    },
  },
  {
    name: 'companies',
    says: 'A company.',
    columns: { 'id VARCHAR': 'The company.', 'code VARCHAR': 'Its code.', 'name VARCHAR': 'Its name.' },
  },
  {
    name: 'fees_by_corridor',
    says: 'What banks charged in a month, by corridor. The month is that of the booking.',
    columns: {
      ...MONTH,
      ...COMPANY,
      ...CORRIDOR,
      'from_country VARCHAR': 'Where the company is.',
      'to_country VARCHAR': 'Where it was paid to.',
      ...CURRENCY,
      'charge_currency VARCHAR': 'What the bank charged in; empty where it has named no charge.',
      'payouts BIGINT': 'Booked payouts, each once.',
      'charged BIGINT': 'Those with a charge in this currency.',
      ...FEES,
      'volume_minor HUGEINT': 'What the payouts moved, in their currency.',
      'charged_volume_minor HUGEINT': 'What the charged ones moved, in the currency of the charge; empty where it is not known.',
    },
  },
  {
    name: 'cost_per_payout',
    says: 'What booked payouts cost in a month, each currency of charges by itself.',
    columns: { ...MONTH, ...COMPANY, ...CURRENCY, ...CHARGE_CURRENCY, 'charged BIGINT': 'Payouts with a charge.', ...FEES },
  },
  {
    name: 'payouts_by_country',
    says: 'Payouts with their pay date in a month, by where they go and what became of them.',
    columns: {
      ...MONTH,
      ...COMPANY,
      'country VARCHAR': 'Where they are paid to.',
      ...CURRENCY,
      'status VARCHAR': 'What became of them.',
      'payouts BIGINT': 'How many.',
      ...AMOUNT,
    },
  },
  {
    name: 'settlement_times',
    says: 'How many payouts took how long from the bank’s getting them until their booking was read.',
    columns: {
      ...MONTH,
      ...COMPANY,
      'rail VARCHAR': 'How they were paid.',
      ...BANK,
      ...CURRENCY,
      'seconds BIGINT': 'How long they took.',
      'payouts BIGINT': 'How many took this long.',
    },
  },
  {
    name: 'failures_by_reason',
    says: 'Payouts that failed or came back in a month, each attempt once.',
    columns: {
      ...MONTH,
      ...COMPANY,
      ...BANK,
      ...CORRIDOR,
      ...CURRENCY,
      'kind VARCHAR': 'failed or returned.',
      'reason_code VARCHAR': 'The bank’s reason.',
      'became VARCHAR': 'What the payouts are now.',
      'payouts BIGINT': 'How many.',
      ...AMOUNT,
    },
  },
  {
    name: 'volume_by_company',
    says: 'What a company pays in a month of pay dates, each currency by itself.',
    columns: {
      ...MONTH,
      ...COMPANY,
      ...CURRENCY,
      'payouts BIGINT': 'All of its payouts.',
      ...AMOUNT,
      'paid BIGINT': 'Those booked and not sent back.',
      'paid_minor HUGEINT': 'Their sum.',
      'unpaid BIGINT': 'Those that failed, came back or were called off.',
      'unpaid_minor HUGEINT': 'Their sum.',
    },
  },
  {
    name: 'control_totals',
    says: 'What a payroll run says that it pays, beside what its payouts come to.',
    columns: {
      'run_id VARCHAR': 'The run.',
      'run_reference VARCHAR': 'The run as people call it.',
      ...COMPANY,
      'month DATE': 'The month of the pay date.',
      'currency VARCHAR': 'Each currency of the run by itself.',
      'status VARCHAR': 'The run’s status.',
      'payouts BIGINT': 'Payouts, as the run says.',
      'amount_minor HUGEINT': 'Their sum, as the run says.',
      'of_payouts BIGINT': 'Payouts that there are.',
      'of_payouts_minor HUGEINT': 'Their sum.',
      'booked BIGINT': 'Those that the bank booked.',
      'booked_minor HUGEINT': 'Their sum.',
    },
  },
]

/** The view that a question reads in the place of the table: those columns and no others. */
export const viewOf = ({ name, columns }: MartForSql): string =>
  `CREATE VIEW ${name} AS SELECT ${Object.keys(columns)
    .map((column) => column.split(' ')[0])
    .join(', ')} FROM published.main.${name}`
