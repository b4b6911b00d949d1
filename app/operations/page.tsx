import { may, permits } from '@/access/permissions'
import { readOperations } from '@/desks/operations/read-operations'
import { server } from '../http/server'
import { signedIn } from '../signed-in'
import { Pipeline } from './pipeline'

export const metadata = { title: 'Pipeline' }

/** The first figures come with the page; from then on it asks for them itself. */
export default async function OperationsPage() {
  const session = await signedIn()
  if (!permits(session, 'operations:read')) return null
  const rights = { mayAct: may(session, 'operations:act'), maySeeRuns: may(session, 'runs:read') }
  return <Pipeline first={await readOperations(server(), new Date()).catch(() => null)} {...rights} />
}
