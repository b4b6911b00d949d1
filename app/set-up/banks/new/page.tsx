import type { Metadata } from 'next'
import { FormPage } from '@/app/set-up/form-page'
import { entered } from '@/app/signed-in'
import { timeZoneOptions } from '../../country-options'
import { NewBankForm } from './new-bank-form'

export const metadata: Metadata = { title: 'Add a bank' }

export default async function NewBankPage() {
  const session = await entered('set-up:change')
  if (!session) return null
  return (
    <FormPage
      list="banks"
      title="Add a bank"
      sub="What is filled in is what most SEPA banks take. Your bank’s letter about file transfer says what is different."
    >
      <NewBankForm timeZones={timeZoneOptions()} />
    </FormPage>
  )
}
