'use client'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { type BodyOf, callApi } from '@/app/call-api'
import { Button } from '@/components/button'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { SelectField } from '@/components/field'
import { countWords } from '@/components/money'
import { useToast } from '@/components/toast'
import { useAction } from '@/components/use-action'
import { SHEET_ROWS_MAX } from '@/finance/exports/limits'
import type { FigureName } from '@/finance/questions/question'

type Wanted = BodyOf<'POST /api/finance/exports'>

/** Asks for the rows behind a figure as a file that is too large to be waited for. */
export function PrepareFile({ figure, asks, rows }: { figure: FigureName; asks: string; rows: number }) {
  const [open, setOpen] = useState(false)
  const [format, setFormat] = useState<Wanted['format']>('csv')
  const router = useRouter()
  const toast = useToast()
  const action = useAction((body: Wanted, idempotencyKey) => callApi('POST /api/finance/exports', { body, idempotencyKey }))
  const confirm = async (): Promise<void> => {
    if (!(await action.run({ figure, asks, format }))) return
    setOpen(false)
    toast('ok', 'Asked for', 'The file is being prepared. You can leave this page.')
    router.push('/finance/exports')
  }
  const begin = (): void => {
    action.begin()
    setOpen(true)
  }
  const fitsSheet = rows <= SHEET_ROWS_MAX
  return (
    <>
      <Button tone="quiet" onClick={begin}>
        Prepare a file…
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={`Prepare a file of ${countWords(rows)} rows`}
        description="It is written in the background, from the figures as they are when that begins, and kept for a day under Files. Only you can fetch it."
        confirmLabel="Prepare"
        state={action.state}
        onConfirm={() => void confirm()}
      >
        <SelectField
          label="Format"
          value={format}
          onChange={(event) => setFormat(event.currentTarget.value as Wanted['format'])}
          {...(!fitsSheet && { hint: `XLSX has ${countWords(SHEET_ROWS_MAX)} rows in a sheet at most, and this has more.` })}
        >
          <option value="csv">CSV</option>
          <option value="xlsx" disabled={!fitsSheet}>
            XLSX
          </option>
          <option value="parquet">Parquet</option>
        </SelectField>
      </ConfirmDialog>
    </>
  )
}
