import { createSerializer } from 'nuqs/server'
import { type RowsUrl, rowsParsers } from './finance-url'

const FORMATS = [
  { format: 'csv', name: 'CSV' },
  { format: 'xlsx', name: 'XLSX' },
  { format: 'parquet', name: 'Parquet' },
] as const

const serialize = createSerializer(rowsParsers)

/** What is on the page, as files. Plain links: the browser saves what it is answered. */
export function ExportLinks({ url, of }: { url: Partial<RowsUrl>; of: 'rows' | 'figure' }) {
  return (
    <span className="no-print flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-muted">
      {of === 'rows' ? 'Export rows:' : 'Export figures:'}
      {FORMATS.map(({ format, name }) => (
        <a
          key={format}
          className="link"
          download
          href={serialize(`/api/finance/export.${format}${of === 'figure' ? '?of=figure' : ''}`, {
            ...url,
            after: null,
            seen: null,
            chart: null,
            compare: null,
          })}
        >
          {name}
        </a>
      ))}
    </span>
  )
}
