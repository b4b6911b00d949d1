/** What somebody may do, and how they come in, as the facts on top of a page. */
import type { Fact } from '@/components/facts'
import { Status } from '@/components/status'
import { Time } from '@/components/time'
import type { PersonRow } from '@/payroll/set-up/people'
import { companyNames } from './companies-words'
import { personState } from './person-state'

/** More than a line or two of names tells nobody anything. */
const NAMED_MAX = 8

/** State, roles and companies of a person or service. */
export function accessFacts({ state, roles, companies }: PersonRow): [Fact, Fact, Fact] {
  const { word, tone } = personState[state]
  return [
    { label: 'State', value: <Status tone={tone}>{word}</Status> },
    { label: 'Roles', value: roles.join(', ') },
    { label: 'Companies', value: companyNames(companies, { named: NAMED_MAX }) },
  ]
}

/** @param provider is where people may sign in, by its name; null where that is not set up. */
export const signInFacts = ({ hasProvider, lastSignInAt }: PersonRow, provider: { name: string } | null): Fact[] => [
  ...(hasProvider ? [{ label: 'Signs in with', value: provider?.name ?? 'OpenID Connect', note: 'or a password' }] : []),
  { label: 'Last sign-in', value: lastSignInAt ? <Time at={lastSignInAt} /> : 'never' },
]
