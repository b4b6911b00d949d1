/** Sets up an employer with its bank's hours and the accounts that pay. */
import type { FileFormat } from '@/iso20022/file-format'
import type { Ledger } from '@/prisma/connect'

export type NewCompany = {
  code: string
  name: string
  country: string
  /** Written into payment files where the bank's profile has addresses. */
  town?: string
  bank: NewBankProfile
  /** Exactly one is the home account, which pays what has no account in its own currency. */
  accounts: readonly { currency: string; account: string; bic: string; home: boolean }[]
}

/** What is not said of a bank is what most SEPA banks take. */
export type NewBankProfile = Partial<FileFormat> & {
  name: string
  /** "16:30" in `timeZone`, on the pay date. */
  cutOff: string
  timeZone: string
  /** Whether the bank may book a block as one line. */
  batchBooking: boolean
  /** Whether SEPA blocks carry the category purpose SALA. */
  salary?: boolean
  /** Whether it takes payments to BIC and account number or in other currencies. */
  nonSepa?: boolean
  /** How long after its approval a run can be recalled, at least; 10 seconds where nothing is said. */
  releaseAfterSeconds?: number
  /** Nothing is handed over before this time on the bank's clock so many bank days before the pay date. */
  releaseOpens?: { daysBefore: number; time: string }
}

/** Creates the company, and its bank profile unless one of that name is there. Returns the company's id. */
export async function createCompany(ledger: Ledger, { code, name, country, town, bank, accounts }: NewCompany): Promise<string> {
  if (accounts.filter((account) => account.home).length !== 1) throw new RangeError(`company ${code} needs exactly one home account`)
  const [row] = await ledger.$queryRaw<{ id: string }[]>`
    WITH made AS (
      INSERT INTO bank_profile (name, cut_off, time_zone, batch_booking, pain_version, category_purpose, umlauts, addresses, non_sepa,
        release_after_seconds, release_opens, release_days_before)
      VALUES (${bank.name}, ${bank.cutOff}::time, ${bank.timeZone}, ${bank.batchBooking}, ${bank.version ?? 'pain.001.001.09'},
        ${(bank.salary ?? true) ? 'SALA' : null}, ${bank.umlauts ?? 'one-letter'}, ${bank.addresses ?? false}, ${bank.nonSepa ?? true},
        ${bank.releaseAfterSeconds ?? 10}, ${bank.releaseOpens?.time ?? null}::time, ${bank.releaseOpens?.daysBefore ?? null}::int) ON CONFLICT (name) DO NOTHING RETURNING id
    ), profile AS (SELECT id FROM made UNION ALL SELECT id FROM bank_profile WHERE name = ${bank.name} LIMIT 1), company AS (
      INSERT INTO company (code, name, country, town, bank_profile_id) SELECT ${code}, ${name}, ${country}, ${town ?? null}, id FROM profile RETURNING id
    ), paying AS (
      INSERT INTO debtor_account (company_id, currency, account, bic, home)
      SELECT company.id, account.currency, account.account, account.bic, account.home
      FROM company, json_to_recordset(${JSON.stringify(accounts)}::json) AS account(currency text, account text, bic text, home boolean)
    )
    SELECT id FROM company`
  return (row as { id: string }).id
}
