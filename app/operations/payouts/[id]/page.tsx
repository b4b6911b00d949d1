import { notFound } from 'next/navigation'
import { permits } from '@/access/permissions'
import { server } from '@/app/http/server'
import { PayoutInStores } from '@/app/payout-in-stores'
import { signedIn } from '@/app/signed-in'
import { readCopies } from '@/desks/operations/read-copies'

export const metadata = { title: 'Payout in every store' }

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** The same for operators, who see no payout's own page. */
export default async function PayoutCopiesPage({ params }: { params: Promise<{ id: string }> }) {
  const session = await signedIn()
  if (!permits(session, 'operations:read')) return null
  const { id } = await params
  const copies = UUID.test(id) ? await readCopies(server(), id.toLowerCase()) : null
  if (!copies) notFound()
  return <PayoutInStores copies={copies} crumbs={[{ label: 'Pipeline', href: '/operations' }]} mayOperate />
}
