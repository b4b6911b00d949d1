/** What administrators change about from where money leaves, how, and who may let it. Whatever of it could rob somebody takes two of them. */
import { maskAccount } from '@/accounts/iban'

/** A bank profile as people set it up. Times are "HH:MM" on the clock of `timeZone`; days are "YYYY-MM-DD". */
export type BankProfileValues = {
  name: string
  cutOff: string
  timeZone: string
  releaseAfterSeconds: number
  /** Nothing is handed over before this time so many bank days before the pay date; null: as soon as it may be. */
  releaseOpens: { daysBefore: number; time: string } | null
  /** Days on which the bank does not pay, beside weekends and the holidays of TARGET. */
  closedDays: readonly string[]
  version: 'pain.001.001.09' | 'pain.001.001.03'
  umlauts: 'one-letter' | 'two-letters'
  addresses: boolean
  salary: boolean
  batchBooking: boolean
  nonSepa: boolean
}

/** Roles by their names in `access/permissions.ts`; no companies means all of them. */
export type Access = { roles: readonly string[]; companies: readonly string[] }

export type SetUpChange =
  /** Replaces the account in that currency if there is one. `home`: it pays whatever has no account in its own currency. */
  | { kind: 'account-open'; companyId: string; currency: string; account: string; bic: string; home: boolean }
  | { kind: 'account-close'; companyId: string; accountId: string }
  | { kind: 'account-home'; companyId: string; accountId: string }
  | { kind: 'company-bank'; companyId: string; bankProfileId: string }
  | { kind: 'company-reopening'; companyId: string }
  /** Minor units of the home account's currency, as text; null: nobody is asked for a code. */
  | { kind: 'approval-limit'; companyId: string; currency: string; codeAboveMinor: string | null }
  | { kind: 'bank-profile'; profileId: string; profile: BankProfileValues }
  | ({ kind: 'invitation'; email: string; name: string } & Access)
  | ({ kind: 'service'; name: string } & Access)
  | ({ kind: 'access'; userId: string; name: string } & Access)
  | { kind: 'reactivation'; userId: string }
  | { kind: 'reset'; userId: string }

/** The id of what it changes; of an invitation the e-mail address, of a new service its name. */
export function subjectOf(change: SetUpChange): string {
  if ('companyId' in change) return change.companyId
  if ('profileId' in change) return change.profileId
  if ('userId' in change) return change.userId
  return change.kind === 'service' ? change.name : change.email
}

/** What kind of thing the subject is, in the journal. */
export function subjectTypeOf({ kind }: SetUpChange): 'company' | 'bank-profile' | 'person' {
  if (kind.startsWith('account') || kind.startsWith('company') || kind === 'approval-limit') return 'company'
  return kind === 'bank-profile' ? 'bank-profile' : 'person'
}

/** What an account is told by wherever it is not set up: its last four characters. */
export const masked = (values: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  typeof values.account === 'string' ? { ...values, account: maskAccount(values.account) } : { ...values }
