import { countWords } from '@/components/money'
import type { ImportDetail } from '@/payroll/imports/imports'

const SHOWN = 20

/** What is worth checking and not wrong. */
export function FileNotes({ file }: { file: ImportDetail }) {
  const notes = file.report?.notes ?? []
  const more = (file.report?.notesCount ?? 0) - Math.min(notes.length, SHOWN)
  return (
    <>
      {notes.length > 0 && (
        <details className="rounded-lg border border-line bg-surface px-3 py-2">
          <summary className="cursor-pointer font-[550]">
            {file.report?.notesCount === 1 ? 'One thing' : `${countWords(file.report?.notesCount ?? 0)} things`} worth checking
          </summary>
          <ul className="mt-2 grid list-disc gap-1 pl-5">
            {notes.slice(0, SHOWN).map(({ row, column, reason }) => (
              <li key={`${row} ${column} ${reason}`} className="[overflow-wrap:anywhere]">
                {row !== null && <span className="num text-muted">Row {countWords(row)}: </span>}
                {column && <span className="text-muted">{column}: </span>}
                {reason}
              </li>
            ))}
            {more > 0 && <li className="text-muted">and {countWords(more)} more</li>}
          </ul>
        </details>
      )}
    </>
  )
}
