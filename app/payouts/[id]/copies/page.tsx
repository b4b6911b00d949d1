import { notFound } from 'next/navigation'
import { may, permits } from '@/access/permissions'
import { server } from '@/app/http/server'
import { viewerOf } from '@/app/http/viewer'
import { PayoutInStores } from '@/app/payout-in-stores'
import { signedIn } from '@/app/signed-in'
import { readCopies } from '@/desks/operations/read-copies'
import { readPayout } from '@/payroll/statements/payout'

export const metadata = { title: 'Payout in every store' }

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Whether search and finance know what the ledger knows of a payout, for those who may see it. */
export default async function PayoutCopiesPage({ params }: { params: Promise<{ id: string }> }) {
  const session = await signedIn()
  if (!may(session, 'payouts:read')) return null
  const { id } = await params
  const payout = UUID.test(id) ? await readPayout(server().ledger, viewerOf(session), id) : null
  const copies = payout && (await readCopies(server(), payout.id))
  if (!copies) notFound()
  const crumbs = [
    { label: 'Payouts', href: '/support' },
    { label: payout.name, href: `/payouts/${payout.id}` },
  ]
  return <PayoutInStores copies={copies} crumbs={crumbs} mayOperate={permits(session, 'operations:read')} />
}
