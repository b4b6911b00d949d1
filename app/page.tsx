import { redirect } from 'next/navigation'
import { may } from '@/access/permissions'
import { hasCompany } from '@/payroll/set-up/companies'
import { homeOf } from './desks'
import { server } from './http/server'
import { signedIn } from './signed-in'

/** Leads to the desk where this person works, and an administrator of an installation without companies to the set-up. */
export default async function StartPage(): Promise<never> {
  const session = await signedIn()
  if (may(session, 'set-up:change') && !(await hasCompany(server().ledger))) redirect('/set-up')
  redirect(homeOf(session))
}
