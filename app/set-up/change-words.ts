/** A proposed change in words: what it does, and each value as it was and as it becomes. */
import { yesNo } from '@/components/yes-no'
import { formatMinor } from '@/events/money'
import type { BankProfileValues, SetUpChange } from '@/payroll/set-up/change'
import type { ChangeRow } from '@/payroll/set-up/changes'
import { profileWords } from './banks/profile-words'

/** Of companies and bank profiles, by id. */
export type Names = ReadonlyMap<string, string>
export type ChangedValue = { label: string; was: string; becomes: string }

type Masked = { change: Record<string, unknown>; was: Record<string, unknown> | null; subjectName: string }

/** "Pay Werft GmbH’s EUR payments from another account". */
export function changeTitle({ change, was, subjectName }: Masked): string {
  switch (change.kind as SetUpChange['kind']) {
    case 'account-open':
      return was ? `Replace the ${change.currency} account of ${subjectName}` : `Add a ${change.currency} account to ${subjectName}`
    case 'account-close':
      return `Close the ${was?.currency ?? ''} account of ${subjectName}`
    case 'account-home':
      return `Make the ${was?.currency ?? ''} account the home account of ${subjectName}`
    case 'company-bank':
      return `Pay for ${subjectName} through another bank profile`
    case 'company-reopening':
      return `Reopen ${subjectName}`
    case 'approval-limit':
      return `Change the approval limit of ${subjectName}`
    case 'bank-profile':
      return `Change the bank profile ${subjectName}`
    case 'invitation':
      return `Invite ${subjectName}`
    case 'service':
      return `Add the service ${subjectName}`
    case 'access':
      return `Change what ${subjectName} may do`
    case 'reactivation':
      return `Let ${subjectName} sign in again`
    case 'reset':
      return `Let ${subjectName} choose a new password`
  }
}

/** Value by value; only what differs, where both sides are known. */
export function changedValues({ change, was }: Masked, names: Names): ChangedValue[] {
  const row = (label: string, field: string, show: (value: unknown) => string = String): ChangedValue => ({
    label,
    was: was?.[field] === undefined ? '–' : show(was[field]),
    becomes: change[field] === undefined ? '–' : show(change[field]),
  })
  const companies = (value: unknown) => companyWords(value as string[], names)
  const roles = (value: unknown) => (value as string[]).join(', ')
  switch (change.kind as SetUpChange['kind']) {
    case 'account-open':
      return [
        ...[row('Account', 'account'), row('BIC', 'bic'), row('Currency', 'currency')],
        // What replaces the home account is the home account.
        { label: 'Home account', was: was ? yesNo(was.home) : '–', becomes: yesNo(change.home === true || was?.home === true) },
      ]
    case 'account-close':
    case 'account-home':
      return [row('Account', 'account'), row('BIC', 'bic'), row('Currency', 'currency')].map(({ label, was }) => ({
        ...{ label, was },
        becomes: change.kind === 'account-close' ? 'closed' : 'home account',
      }))
    case 'company-bank':
      return [row('Bank profile', 'bankProfileId', (id) => names.get(String(id)) ?? String(id))]
    case 'approval-limit':
      return [row('A code is asked for above', 'codeAboveMinor', (minor) => limitWords(minor as string | null, String(change.currency)))]
    case 'bank-profile':
      return profileDifferences(was?.profile as BankProfileValues, change.profile as BankProfileValues)
    case 'invitation':
      return [row('E-mail', 'email'), row('Roles', 'roles', roles), row('Companies', 'companies', companies)]
    case 'service':
      return [row('Roles', 'roles', roles), row('Companies', 'companies', companies)]
    case 'access':
      return [row('Name', 'name'), row('Roles', 'roles', roles), row('Companies', 'companies', companies)].filter(
        ({ was, becomes }) => was !== becomes,
      )
    default:
      return []
  }
}

/** "250,000.00 EUR", or that nobody is asked. */
export const limitWords = (minor: string | null, currency: string): string =>
  minor === null ? 'nobody is asked' : `${formatMinor(minor, currency)} ${currency}`

/** "every company", or their names. */
export const companyWords = (ids: readonly string[], names: Names): string =>
  ids.length === 0 ? 'every company' : ids.map((id) => names.get(id) ?? id).join(', ')

function profileDifferences(was: BankProfileValues, becomes: BankProfileValues): ChangedValue[] {
  const before = new Map(profileWords(was).map(({ label, value }) => [label, value]))
  return profileWords(becomes)
    .map(({ label, value }) => ({ label, was: before.get(label) ?? '–', becomes: value }))
    .filter((each) => each.was !== each.becomes)
}

export const changeStateWords = {
  proposed: { word: 'Waiting', tone: 'warn' },
  confirmed: { word: 'Confirmed', tone: 'ok' },
  refused: { word: 'Refused', tone: 'bad' },
  withdrawn: { word: 'Withdrawn', tone: 'idle' },
} as const satisfies Record<ChangeRow['state'], { word: string; tone: string }>
