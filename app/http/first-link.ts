/** The link by which the first administrator of an installation is made, for whoever reads what its process prints. */
import { tokenOf } from '@/payroll/set-up/sign-in-links'
import { linkForFirstAdministrator } from '@/payroll/set-up/use-link'
import type { server } from './server'

type Needs = Pick<ReturnType<typeof server>, 'ledger' | 'secret' | 'appUrl'>

/** Two lines to print; null once anybody can sign in. */
export async function firstLinkWords({ ledger, secret, appUrl }: Needs, now: Date): Promise<string | null> {
  const id = await linkForFirstAdministrator(ledger, now)
  return (
    id &&
    `Nobody can sign in yet. Create the first administrator within a day:\n  ${appUrl}/first-administrator?token=${tokenOf(id, secret)}`
  )
}
