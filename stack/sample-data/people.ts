/** The demo sign-ins. They share one password, and exist only in a ledger that was empty. */
import type { Auth } from '@/access/auth'
import { createUser } from '@/access/create-user'
import type { Role } from '@/access/permissions'
import type { Actor } from '@/events/envelope'
import type { Ledger } from '@/payroll/transaction/open-ledger'

export const DEMO_PEOPLE: readonly { email: string; name: string; role: Role }[] = [
  { email: 'coordinator@payledger.test', name: 'Sample Coordinator', role: 'coordinator' },
  { email: 'approver@payledger.test', name: 'Sample Approver', role: 'coordinator' },
  { email: 'support@payledger.test', name: 'Sample Support', role: 'support' },
  { email: 'finance@payledger.test', name: 'Sample Finance', role: 'finance' },
  { email: 'operator@payledger.test', name: 'Sample Operator', role: 'operator' },
  { email: 'admin@payledger.test', name: 'Sample Admin', role: 'admin' },
  { email: 'admin2@payledger.test', name: 'Second Sample Admin', role: 'admin' },
]

/** Creates them, and returns the two who will prepare and approve the sample runs. */
export async function createPeople(auth: Auth, ledger: Ledger, password: string): Promise<{ preparer: Actor; approver: Actor }> {
  const ids = new Map<string, string>()
  for (const person of DEMO_PEOPLE) ids.set(person.email, await createUser(auth, ledger, { ...person, roles: [person.role], password }))
  const actor = (email: string): Actor => ({
    kind: 'user',
    id: ids.get(email) ?? '',
    name: DEMO_PEOPLE.find((each) => each.email === email)?.name ?? '',
  })
  return { preparer: actor('coordinator@payledger.test'), approver: actor('approver@payledger.test') }
}
