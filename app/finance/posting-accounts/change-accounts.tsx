'use client'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { type BodyOf, callChange } from '@/app/call-api'
import { Button } from '@/components/button'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { TextField } from '@/components/field'
import { useToast } from '@/components/toast'
import { useAction } from '@/components/use-action'
import type { CompanyAccounts } from '@/payroll/months/posting-accounts'

const FIELDS = [
  { name: 'wages', label: 'Wages payable', hint: 'What is owed until the bank has paid it.' },
  { name: 'bank', label: 'Bank', hint: undefined },
  { name: 'fees', label: 'Bank charges', hint: undefined },
  { name: 'consultant', label: 'DATEV consultant number', hint: 'Beraternummer.' },
  { name: 'client', label: 'DATEV client number', hint: 'Mandantennummer.' },
] as const

/** Changes a company's account codes, for months that are prepared from then on. */
export function ChangeAccounts({ row }: { row: CompanyAccounts }) {
  const [open, setOpen] = useState(false)
  const [values, setValues] = useState<Record<string, string>>(() => Object.fromEntries(FIELDS.map(({ name }) => [name, `${row[name]}`])))
  const router = useRouter()
  const toast = useToast()
  const action = useAction((body: BodyOf<'POST /api/finance/posting-accounts/[id]'>, idempotencyKey) =>
    callChange({ to: 'POST /api/finance/posting-accounts/[id]', id: row.companyId, body }, row.version, idempotencyKey),
  )
  const confirm = async (): Promise<void> => {
    const { wages = '', bank = '', fees = '', consultant, client } = values
    if (!(await action.run({ wages, bank, fees, consultant: Number(consultant), client: Number(client) }))) return
    setOpen(false)
    toast('ok', 'Changed', row.name)
    router.refresh()
  }
  const begin = (): void => {
    action.begin()
    setOpen(true)
  }
  return (
    <>
      <Button onClick={begin}>Change…</Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={`Account codes of ${row.name}`}
        confirmLabel="Change"
        state={action.state}
        onConfirm={() => void confirm()}
      >
        {FIELDS.map(({ name, label, hint }) => (
          <TextField
            key={name}
            label={label}
            hint={hint}
            inputMode="numeric"
            value={values[name] ?? ''}
            onChange={(event) => setValues({ ...values, [name]: event.target.value.trim() })}
          />
        ))}
      </ConfirmDialog>
    </>
  )
}
