'use client'
import { useEffect, useRef, useState } from 'react'
import { callApi } from '@/app/call-api'
import { Button } from '@/components/button'
import { ActionLine } from '@/components/confirm-dialog'
import { DialogFrame } from '@/components/dialog'
import { TextField } from '@/components/field'
import { countWords } from '@/components/money'
import { useAction } from '@/components/use-action'
import type { ImportDetail } from '@/payroll/imports/imports'
import { columnIndexesIn, columnWords } from '@/payroll-files/columns'
import { fieldWords, type MappingField } from '@/payroll-files/mapping'
import type { RefusedRow } from '@/payroll-files/types'

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
    callApi('POST /api/payroll-imports/[id]/row-edits', {
      id: file.id,
      body: { edits },
      ifMatch: file.version,
      idempotencyKey,
    }),
  )
  const busy = save.state.is === 'pending' || save.state.is === 'unknown'
  useEffect(() => {
    const inputs = form.current
    const first = inputs?.querySelector<HTMLInputElement>('input[aria-invalid]') ?? inputs?.querySelector<HTMLInputElement>('input')
    first?.focus()
  }, [])
  const fields = cellsOf(file, row)
  const unplaced = row.reasons.filter((reason) => !fields.some(({ name }) => reason.startsWith(`${name}: `)))
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
      description={unplaced.length > 0 && <Reasons reasons={unplaced} />}
      actions={<Buttons busy={busy} next={next} go={go} />}
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
        {fields.map(({ index, label, name }) => (
          <Cell
            key={`${row.row} ${index} ${row.reasons.join()}`}
            label={label}
            error={wrongWith(row, name)}
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
        PayLedger checks the row as it checked the file. The run’s history keeps that you edited it, so someone else has to approve the run.
      </p>
    </DialogFrame>
  )
}

/** Why the row is refused, where no cell of it can say so. */
function Reasons({ reasons }: { reasons: readonly string[] }) {
  return (
    <ul className="grid gap-0.5 text-bad" role="alert">
      {reasons.map((reason) => (
        <li key={reason}>{reason}</li>
      ))}
    </ul>
  )
}

function Buttons({ busy, next, go }: Pick<Props, 'next' | 'go'> & { busy: boolean }) {
  return (
    <>
      <Button tone="quiet" disabled={busy} onClick={() => go(null)}>
        Cancel
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
  )
}

type CellProps = {
  label: string
  error: string | null
  value: string
  proposed: string | undefined
  disabled: boolean
  onValue: (value: string) => void
}

function Cell({ label, error, value, proposed, disabled, onValue }: CellProps) {
  return (
    <div className="grid content-start gap-1">
      <TextField
        label={label}
        error={error}
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

/** What is wrong in the cells of a column: the reasons that name it. */
function wrongWith({ reasons }: RefusedRow, column: string): string | null {
  const own = reasons.filter((reason) => reason.startsWith(`${column}: `)).map((reason) => reason.slice(column.length + 2))
  return own.length > 0 ? own.join(' ') : null
}

/** The cells that are read, in the file's order; all of them where a row has more or fewer than the header, since they may have moved. */
function cellsOf({ report, mapping }: ImportDetail, { cells }: RefusedRow): Field[] {
  const header = report?.header ?? []
  const places = columnIndexesIn(header, mapping) ?? {}
  const named = Object.entries(places)
    .map(([field, index]) => ({ index, label: labelOf(field as MappingField, header[index] ?? ''), name: columnWords(header, index) }))
    .sort((a, b) => a.index - b.index)
  if (cells.length === header.length || mapping.delimiter === null) return named
  return Array.from({ length: Math.max(cells.length, header.length) }, (_, index) => ({
    index,
    name: columnWords(header, index),
    label: named.find((each) => each.index === index)?.label ?? (header[index]?.trim() || `Without a heading (column ${index + 1})`),
  }))
}

type Field = { index: number; label: string; name: string }

function labelOf(field: MappingField, header: string): string {
  const words = fieldWords(field).replace(/^the /, '')
  const label = words.charAt(0).toUpperCase() + words.slice(1)
  return header.trim() === '' ? label : `${label}: ${header.trim().slice(0, 60)}`
}
