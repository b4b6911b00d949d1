import { createSerializer } from 'nuqs/server'
import { Count } from '@/components/money'
import { ROWS_MAX } from '@/finance/exports/limits'
import type { FigureName } from '@/finance/questions/question'
import { financeHref, type RowsUrl, rowsParsers } from './finance-url'
import { PrepareFile } from './prepare-file'

const FORMATS = [
  { format: 'csv', name: 'CSV' },
  { format: 'xlsx', name: 'XLSX' },
  { format: 'parquet', name: 'Parquet' },
] as const

const serialize = createSerializer(rowsParsers)

type Props = { url: Partial<RowsUrl> & { figure: FigureName }; of: 'rows' | 'figure'; rows: number }

/** What is on the page, as files. Plain links: the browser saves what it is answered. More `rows` than are waited for are prepared. */
export function ExportLinks({ url, of, rows }: Props) {
  const isLarge = rows > ROWS_MAX
  const choices = { ...url, after: null, seen: null, chart: null, compare: null }
  return (
    <span className="no-print flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-muted">
      {of === 'rows' ? 'Export rows:' : 'Export figures:'}
      {(of === 'figure' || !isLarge) &&
        FORMATS.map(({ format, name }) => (
          <a
            key={format}
            className="link"
            download
            href={serialize(`/api/finance/export.${format}${of === 'figure' ? '?of=figure' : ''}`, choices)}
          >
            {name}
          </a>
        ))}
      {isLarge && (
        <>
          {of === 'figure' && (
            <span>
              <Count of={rows} /> rows:
            </span>
          )}
          <PrepareFile figure={url.figure} asks={financeHref('/finance/rows', choices).split('?')[1] ?? ''} rows={rows} />
        </>
      )}
    </span>
  )
}
