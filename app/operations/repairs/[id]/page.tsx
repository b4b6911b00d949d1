import { notFound } from 'next/navigation'
import { may, permits } from '@/access/permissions'
import { server } from '@/app/http/server'
import { signedIn } from '@/app/signed-in'
import { readRepair } from '@/operations/repairs/read-repairs'
import { isUuid } from '@/platform/is-uuid'
import { Repair } from './repair'

export const metadata = { title: 'Repair' }

/** The report of one repair, at an address that stays. */
export default async function RepairPage({ params }: { params: Promise<{ id: string }> }) {
  const session = await signedIn()
  if (!permits(session, 'operations:read')) return null
  const { id } = await params
  const repair = isUuid(id) ? await readRepair(server().ledger, id) : null
  if (!repair) notFound()
  return <Repair first={repair} mayAct={may(session, 'operations:act')} />
}
