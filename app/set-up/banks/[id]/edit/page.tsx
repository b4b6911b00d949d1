import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { server } from '@/app/http/server'
import { FormPage } from '@/app/set-up/form-page'
import { entered } from '@/app/signed-in'
import { isPaidThrough, readBankProfile } from '@/payroll/set-up/companies'
import { isUuid } from '@/platform/is-uuid'
import { timeZoneOptions } from '../../../country-options'
import { formOf } from '../../profile-fields'
import { EditBankForm } from './edit-bank-form'

export const metadata: Metadata = { title: 'Edit a bank' }

export default async function EditBankPage({ params }: { params: Promise<{ id: string }> }) {
  const session = await entered('set-up:change')
  if (!session) return null
  const { ledger } = server()
  const { id } = await params
  const found = isUuid(id) ? await readBankProfile(ledger, id) : null
  if (!found) notFound()
  const withReason = await isPaidThrough(ledger, id)
  return (
    <FormPage
      list="banks"
      of={{ label: found.profile.name, href: `/set-up/banks/${id}` }}
      title="Edit"
      sub={withReason ? 'Companies pay through this bank, so another administrator has to confirm the change.' : undefined}
    >
      <EditBankForm id={id} initial={formOf(found.profile)} timeZones={timeZoneOptions()} withReason={withReason} />
    </FormPage>
  )
}
