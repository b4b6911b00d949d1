'use client'
import { useEffect, useRef, useState } from 'react'
import { placesIn } from '@/bank/payroll-file/columns'
import { fieldWords, type MappingField } from '@/bank/payroll-file/mapping'
import type { RefusedRow } from '@/bank/payroll-file/types'
import { api } from '@/components/api'
import { Button } from '@/components/button'
import { ActionLine } from '@/components/confirm-dialog'
import { DialogFrame } from '@/components/dialog'
import { TextField } from '@/components/field'
import { countWords } from '@/components/money'
import { useAction } from '@/components/use-action'
import type { EditedRows } from '@/payroll/commands/import/edit-rows'
import type { ImportDetail } from '@/payroll/queries/imports'

type Props = {
  file: ImportDetail
  row: RefusedRow
  /** The next refused row after this one, where there is one. */
  next: RefusedRow | null
  go: (row: RefusedRow | null) => void
  /** Called after each save: rows are lines now, or wrong in another way. */
  saved: () => void
}

/** One refused row with the cells that are read from it. Enter saves and goes on to the next; what is still wrong stays open with its reasons. */
export function EditRow({ file, row: first, next, go, saved }: Props) {
  const [row, setRow] = useState(first)
  const [cells, setCells] = useState<Record<string, string>>({})
  const form = useRef<HTMLFormElement>(null)
  const save = useAction((edits: { row: number; cells: Record<string, string> }[], idempotencyKey) =>
    api<EditedRows>(`/api/payroll-imports/${file.id}/row-edits`, {
      method: 'POST',
      body: { edits },
      ifMatch: file.version,
      idempotencyKey,
    }),
  )
  const busy = save.state.is === 'pending' || save.state.is === 'unknown'
  useEffect(() => form.current?.querySelector<HTMLInputElement>('input')?.focus(), [])
  const submit = () =>
    save.run([{ row: row.row, cells }]).then((answer) => {
      if (!answer) return
      saved()
      const again = answer.data.refused.find((each) => each.row === row.row)
      if (!again) return go(next)
      setRow(again)
      setCells({})
    })
  return (
    <DialogFrame
      open
      wide
      locked={busy}
      onOpenChange={(open) => !open && go(null)}
      title={`Row ${countWords(row.row)} of ${file.fileName}`}
      description={
        <ul className="grid gap-0.5 text-bad" role="alert">
          {row.reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      }
      actions={
        <>
          <Button tone="quiet" disabled={busy} onClick={() => go(null)}>
            Close
          </Button>
          {next && (
            <Button disabled={busy} onClick={() => go(next)}>
              Skip
            </Button>
          )}
          <Button type="submit" form="edit-row" tone="primary" pending={busy}>
            {next ? 'Save, next row' : 'Save'}
          </Button>
        </>
      }
    >
      <form
        id="edit-row"
        ref={form}
        className="grid grid-cols-1 gap-3 sm:grid-cols-2"
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        {cellsOf(file, row).map(({ index, label }) => (
          <Cell
            key={`${row.row} ${index} ${row.reasons.join()}`}
            label={label}
            value={cells[index] ?? row.cells[index] ?? ''}
            proposed={row.proposed?.[index]}
            disabled={busy}
            onValue={(value) => setCells((so) => ({ ...so, [index]: value }))}
          />
        ))}
      </form>
      <div className="mt-3">
        <ActionLine state={save.state} />
      </div>
      <p className="mt-2 text-xs text-muted">
        It is checked as the file was. That you edited this row stays in the run’s history, and somebody else has to approve the run.
      </p>
    </DialogFrame>
  )
}

type CellProps = { label: string; value: string; proposed: string | undefined; disabled: boolean; onValue: (value: string) => void }

function Cell({ label, value, proposed, disabled, onValue }: CellProps) {
  return (
    <div className="grid content-start gap-1">
      <TextField
        label={label}
        value={value}
        maxLength={500}
        disabled={disabled}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onValue(event.target.value)}
      />
      {proposed !== undefined && value !== proposed && (
        <div>
          <Button onClick={() => onValue(proposed)}>Use “{proposed}”</Button>
        </div>
      )}
    </div>
  )
}

/** The cells that are read; all of them where a row has more or fewer than the header, since they may have moved. */
function cellsOf({ report, mapping }: ImportDetail, { cells }: RefusedRow): { index: number; label: string }[] {
  const header = report?.header ?? []
  const places = placesIn(header, mapping) ?? {}
  const named = Object.entries(places).map(([field, index]) => ({ index, label: labelOf(field as MappingField, header[index] ?? '') }))
  if (cells.length === header.length || mapping.delimiter === null) return named
  return Array.from({ length: Math.max(cells.length, header.length) }, (_, index) => ({
    index,
    label: named.find((each) => each.index === index)?.label ?? (header[index]?.trim() || `Beyond the last heading (${index + 1})`),
  }))
}

function labelOf(field: MappingField, header: string): string {
  const words = fieldWords(field).replace(/^the /, '')
  const label = words.charAt(0).toUpperCase() + words.slice(1)
  return header.trim() === '' ? label : `${label}: ${header.trim().slice(0, 60)}`
}
