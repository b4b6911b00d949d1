import { Count, countWords } from '@/components/money'
import { Status } from '@/components/status'
import { Time } from '@/components/time'
import type { ExportFile } from '@/payroll/finance-desk/export-files'

/** How far a file is, until when it is kept, or why it could not be made. */
export function ExportState({ file, expired }: { file: ExportFile; expired: boolean }) {
  const { state, reason, expiresAt } = file
  if (state === 'asked') return <Status tone="idle">Waiting</Status>
  if (state === 'writing') return <Writing file={file} />
  if (state === 'cancelled') return <Status tone="idle">Called off</Status>
  if (state === 'failed')
    return (
      <span className="grid max-w-80">
        <Status tone="bad">Failed</Status>
        <span className="text-xs whitespace-normal text-muted">{reason}</span>
      </span>
    )
  if (expired) return <Status tone="idle">Expired</Status>
  return (
    <span className="grid">
      <Status tone="ok">Ready</Status>
      {expiresAt && (
        <span className="text-xs text-muted">
          until <Time at={expiresAt} />
        </span>
      )}
    </span>
  )
}

/** The bar is of rows read; a Parquet file is written once all are. */
function Writing({ file: { rowsTotal, rowsWritten } }: { file: ExportFile }) {
  const share = rowsTotal ? Math.min(1, rowsWritten / rowsTotal) : 0
  return (
    <span className="grid w-48 max-w-full gap-1">
      <Status tone="info">{share === 1 ? 'Finishing' : 'Being written'}</Status>
      {rowsTotal !== null && (
        <>
          <span
            role="progressbar"
            aria-label="Rows written"
            aria-valuemin={0}
            aria-valuemax={rowsTotal}
            aria-valuenow={rowsWritten}
            aria-valuetext={`${countWords(rowsWritten)} of ${countWords(rowsTotal)} rows`}
            className="block h-1.5 overflow-hidden rounded-full bg-line"
          >
            <span className="block h-full bg-accent" style={{ width: `${share * 100}%` }} />
          </span>
          <span className="text-xs text-muted">
            <Count of={rowsWritten} /> of <Count of={rowsTotal} /> rows
          </span>
        </>
      )}
    </span>
  )
}
