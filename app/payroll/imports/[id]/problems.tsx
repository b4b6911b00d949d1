'use client'
import { Download } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { callApi } from '@/app/call-api'
import { Button } from '@/components/button'
import { ButtonLink } from '@/components/button-link'
import { ActionLine, ConfirmDialog } from '@/components/confirm-dialog'
import { TextArea } from '@/components/field'
import { FileDrop } from '@/components/file-drop'
import { countWords } from '@/components/money'
import { Note } from '@/components/note'
import { useAction } from '@/components/use-action'
import { TotalsTable } from '../../totals-table'
import { useAcceptance } from '../../use-acceptance'
import { Abandon } from './abandon'
import { FileNotes } from './file-notes'
import type { ImportProps } from './import-props'
import { RefusedDraft } from './refused-draft'
import { RefusedRows } from './refused-rows'
import { SeveralLines } from './several-lines'
import { useDraft } from './use-draft'

const linesOf = (count: number): string => (count === 1 ? 'one line' : `${countWords(count)} lines`)

/** Everything that is wrong with the file, and the three ways on: correct those rows, leave them out, or upload another file. */
export function Problems(props: ImportProps) {
  const { file, again } = props
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const { report, refused } = file
  const whole = report?.refusal
    ? [report.refusal]
    : (report?.problems.map(({ row, reason }) => (row === null ? reason : `Row ${row}: ${reason}`)) ?? [])
  return (
    <section aria-labelledby="problems" className="grid grid-cols-1 gap-4">
      <div>
        <h2 id="problems" ref={heading} tabIndex={-1} className="outline-none">
          {whole.length > 0 && refused === 0
            ? `${file.fileName} cannot be imported`
            : `${linesOf(refused).replace(/^o/, 'O')} with problems in ${file.fileName}`}
        </h2>
        <p className="text-muted">
          {countWords(file.lines)} of {countWords((report?.rows ?? 0) - (report?.otherRows ?? 0))} lines are correct. Nothing was saved as a
          run.
        </p>
      </div>
      {whole.map((sentence) => (
        <Note key={sentence} tone="bad">
          {sentence}
        </Note>
      ))}
      {report?.correctionRefusal && (
        <Note tone="bad" title="PayLedger did not accept the corrected file.">
          {report.correctionRefusal}
        </Note>
      )}
      {report?.corrections.map(({ fileName, rows, sha256 }) => (
        <Note key={sha256} tone="ok">
          {rows === 1 ? 'One row was' : `${countWords(rows)} rows were`} corrected by {fileName}.
        </Note>
      ))}
      {(report?.edited ?? 0) > 0 && (
        <Note tone="ok">
          {report?.edited === 1 ? 'One row was' : `${countWords(report?.edited ?? 0)} rows were`} corrected on this page.
        </Note>
      )}
      <SeveralLines {...props} />
      {refused > 0 && <RefusedRows file={file} again={whole.length === 0 ? again : undefined} />}
      {refused > 0 && whole.length === 0 && <Correct {...props} />}
      {file.totals.length > 0 && (
        <details className="rounded-lg border border-line bg-surface px-3 py-2">
          <summary className="cursor-pointer font-[550]">Totals of the {linesOf(file.lines)} without problems</summary>
          <div className="mt-2">
            <TotalsTable totals={file.totals} />
          </div>
        </details>
      )}
      <FileNotes file={file} />
      <div className="flex flex-wrap gap-2">
        <ReadAgain {...props} />
        <ButtonLink href={`/payroll/new?company=${file.companyId}&period=${file.period}&payDate=${file.payDate}&kind=${file.kind}`}>
          Upload another file
        </ButtonLink>
        <Abandon file={file} again={again} />
      </div>
    </section>
  )
}

/** The mapping may have been the mistake: back to it, with everything as it was. */
function ReadAgain({ file, again }: ImportProps) {
  const map = useAction(() =>
    callApi('PUT /api/payroll-imports/[id]/mapping', { id: file.id, body: { mapping: file.mapping }, ifMatch: file.version }),
  )
  return (
    <>
      <Button pending={map.state.is === 'pending'} onClick={() => void map.run().then(again)}>
        Change the column mapping
      </Button>
      <ActionLine state={map.state} />
    </>
  )
}

function Correct({ file, again }: ImportProps) {
  const [corrected, setCorrected] = useState<File | null>(null)
  const upload = useAction((body: FormData, idempotencyKey) =>
    callApi('POST /api/payroll-imports/[id]/corrections', { id: file.id, body, idempotencyKey }),
  )
  const send = () => {
    if (!corrected) return
    const body = new FormData()
    body.append('file', corrected)
    void upload.run(body).then((answer) => {
      if (answer) setCorrected(null)
      return again()
    })
  }
  return (
    <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-2">
      <div className="grid grid-cols-1 gap-2">
        <h3 className="font-semibold">Correct them</h3>
        <p className="text-muted">
          Edit them above, or download the rows with problems, correct them in a spreadsheet and upload the file here.
        </p>
        <div>
          {/* A plain link: the browser saves the answer as a file. */}
          <a
            href={`/api/payroll-imports/${file.id}/errors.csv`}
            download
            className="inline-flex h-8 items-center gap-1.5 rounded-md border border-line-strong bg-surface px-3 font-[550] hover:bg-hover max-sm:h-9"
          >
            <Download aria-hidden="true" className="size-3.5" /> Download the rows with problems
          </a>
        </div>
        <FileDrop
          label="Drop the corrected file, or choose one"
          hint="Keep the columns as you downloaded them"
          accept=".csv,.xlsx,.txt"
          sizeMaxBytes={64_000_000}
          file={corrected}
          onFile={setCorrected}
        />
        <div>
          <Button disabled={!corrected} pending={upload.state.is === 'pending'} onClick={send}>
            Check the corrected rows
          </Button>
        </div>
        <ActionLine state={upload.state} />
      </div>
      <LeaveOut file={file} again={again} />
    </div>
  )
}

function LeaveOut({ file, again }: Pick<ImportProps, 'file' | 'again'>) {
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const { refused } = file
  const draft = useDraft(file.id)
  const repeated = useAcceptance(file.repetition)
  const leave = (payDate?: string) =>
    draft.run({ leaveOut: { rows: refused, reason }, repetition: repeated.acceptance, ...(payDate && { payDate }) }).then((answer) => {
      if (answer) setOpen(false)
      return again()
    })
  const label = `Leave out ${refused === 1 ? 'this line' : `these ${countWords(refused)} lines`}`
  return (
    <div className="grid grid-cols-1 gap-2">
      <h3 className="font-semibold">Or leave them out</h3>
      <p className="text-muted">
        This run then does not pay {refused === 1 ? 'this person' : 'these people'}. Its history keeps who left them out, which rows and
        why.
      </p>
      <div>
        <Button
          why={file.lines === 0 ? 'There would be no line left to pay' : undefined}
          onClick={() => {
            draft.begin()
            setOpen(true)
          }}
        >
          {label}…
        </Button>
      </div>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={`${label} and import the other ${countWords(file.lines)}?`}
        confirmLabel={label}
        tone="danger"
        state={draft.state.is === 'refused' ? { is: 'idle' } : draft.state}
        onConfirm={() => void leave()}
        why={reason.trim().length < 3 ? 'Give a reason first' : repeated.why}
      >
        <TextArea label="Why do you leave them out?" value={reason} onChange={(event) => setReason(event.target.value)} />
        {repeated.ask}
        <RefusedDraft state={draft.state} payDate={file.payDate} onPayDate={(payDate) => void leave(payDate)} />
      </ConfirmDialog>
    </div>
  )
}
