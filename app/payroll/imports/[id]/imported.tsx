import { ButtonLink } from '@/components/button-link'
import { Note } from '@/components/note'
import type { ImportDetail } from '@/payroll/imports/imports'
import { TotalsTable } from '../../totals-table'
import { FileNotes } from './file-notes'
import { RefusedRows } from './refused-rows'

/** What became of the file, for who comes back to it. */
export function Imported({ file }: { file: ImportDetail }) {
  if (!file.run) return null
  return (
    <section aria-labelledby="imported" className="grid grid-cols-1 gap-4">
      <h2 id="imported">Imported as {file.run.reference}</h2>
      <Note tone="ok" action={<ButtonLink href={`/payroll/runs/${file.run.id}`}>Open {file.run.reference}</ButtonLink>}>
        This file is now a run. Open it to see what it pays and what happened to the payments.
      </Note>
      <TotalsTable totals={file.totals} />
      {file.leftOut && (
        <>
          <Note tone="warn" title={`${file.leftOut.by} left out ${file.leftOut.rows === 1 ? 'one line' : `${file.leftOut.rows} lines`}.`}>
            “{file.leftOut.reason}”
          </Note>
          <RefusedRows file={file} />
        </>
      )}
      <FileNotes file={file} />
    </section>
  )
}
