import type { ReactNode } from 'react'
import { cx } from '@/components/cx'
import { Money } from '@/components/money'
import { Note } from '@/components/note'
import type { Preview } from '@/payroll/imports/preview-file'
import type { Gap } from '@/payroll-files/mapping'
import type { Inspection } from '@/payroll-files/types'

const CELL = 'h-8 max-w-48 truncate px-2.5 whitespace-nowrap'

/** The first rows as they stand in the file. */
export function HeadTable({ sighting, headerRow }: { sighting: Inspection; headerRow: number | null }) {
  return (
    <Frame label="The first rows of the file">
      <thead className="bg-sunken text-xs text-muted">
        <tr>
          <th scope="col" className={CELL}>
            Row
          </th>
          {sighting.columns.map(({ index, letter }) => (
            <th key={index} scope="col" className={CELL}>
              {letter}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {sighting.head.map(({ row, cells }) => (
          <tr
            key={row}
            className={cx(
              'border-t border-line',
              row === headerRow && 'bg-accent-soft font-[550]',
              headerRow !== null && row < headerRow && 'text-faint',
            )}
          >
            <th scope="row" className={cx(CELL, 'num font-normal text-muted')}>
              {row}
            </th>
            {sighting.columns.map(({ index }) => (
              <td key={index} className={CELL}>
                {cells[index]}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </Frame>
  )
}

/** The same rows as they would be paid. */
export function PreviewTable({ preview, gaps, pending }: { preview: Preview | null; gaps: readonly Gap[]; pending: boolean }) {
  if (gaps.length > 0) {
    return (
      <Note tone="warn" title="Not clear yet.">
        {gaps.map(({ sentence }) => sentence).join(' ')}
      </Note>
    )
  }
  if (preview?.refusal) return <Note tone="bad">{preview.refusal}</Note>
  return (
    <div aria-busy={pending || undefined} className={cx(pending && 'opacity-60')}>
      <Frame label="Preview of the first rows">
        <thead className="bg-sunken text-xs text-muted">
          <tr>
            {['Row', 'Number', 'Name', 'Amount', 'Account', 'Country'].map((heading) => (
              <th key={heading} scope="col" className={cx(CELL, heading === 'Amount' && 'text-right')}>
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {preview?.lines.map((line) => (
            <tr key={line.row} className="border-t border-line">
              <th scope="row" className={cx(CELL, 'num font-normal text-muted')}>
                {line.row}
              </th>
              <td className={CELL}>{line.employeeNumber}</td>
              <td className={CELL}>
                {line.employeeName}
                {line.nameInFile !== null && <span className="text-muted"> (in the file: {line.nameInFile})</span>}
              </td>
              <td className={cx(CELL, 'text-right')}>
                <Money amountMinor={line.amountMinor} currency={line.currency} strong />
              </td>
              <td className={cx(CELL, 'num')}>
                {line.account} {line.bic}
              </td>
              <td className={CELL}>{line.country}</td>
            </tr>
          ))}
          {preview?.refused.map(({ row, reasons }) => (
            <tr key={row} className="border-t border-line text-bad">
              <th scope="row" className={cx(CELL, 'num font-normal')}>
                {row}
              </th>
              <td colSpan={5} className="px-2.5 py-1.5">
                {reasons.join(' ')}
              </td>
            </tr>
          ))}
        </tbody>
      </Frame>
    </div>
  )
}

function Frame({ label, children }: { label: string; children: ReactNode }) {
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must take focus (WCAG 2.1.1)
      tabIndex={0}
      aria-label={label}
      className="max-h-96 overflow-auto rounded-lg border border-line bg-surface"
    >
      <table className="w-full text-left">
        <caption className="sr-only">{label}</caption>
        {children}
      </table>
    </section>
  )
}
