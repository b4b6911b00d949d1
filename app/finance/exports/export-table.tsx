import Link from 'next/link'
import type { ReactNode } from 'react'
import { type Column, DataTable } from '@/components/data-table'
import { Count } from '@/components/money'
import { sizeWords } from '@/components/size-words'
import { Time } from '@/components/time'
import { FIGURES } from '@/finance/questions/question'
import type { ExportFile } from '@/payroll/finance-desk/export-files'
import { FIGURE_WORDS } from '../figure-words'
import { readRowsUrl } from '../finance-url'
import { choicesOf } from '../rows/row-choices'
import { ExportActs } from './export-acts'
import { ExportState } from './export-state'

/** Whether it is still to be written. */
export const isOpen = ({ state }: Pick<ExportFile, 'state'>): boolean => state === 'asked' || state === 'writing'

const isExpired = ({ expiresAt }: ExportFile, now: Date): boolean => expiresAt !== null && new Date(expiresAt) <= now

/** "Fees", or the name itself of a figure that there is no more. */
function titleOf(figure: string): string {
  const known = FIGURES.find((each) => each === figure)
  return known ? FIGURE_WORDS[known].title : figure
}

const columnsAt = (now: Date): readonly Column<ExportFile>[] => [
  {
    id: 'file',
    header: 'File',
    phone: 'lead',
    shrinks: true,
    cell: ({ figure, format, asks }) => (
      <span className="grid">
        <Link href={`/finance/rows?${asks}`} prefetch={false} className="font-[550] hover:underline">
          {titleOf(figure)}, {format === 'parquet' ? 'Parquet' : format.toUpperCase()}
        </Link>
        <span className="text-xs text-muted">{choicesOf(readRowsUrl(new URLSearchParams(asks)), now)}</span>
      </span>
    ),
  },
  {
    id: 'state',
    header: 'State',
    phone: 'detail',
    cell: (file) => <ExportState file={file} expired={isExpired(file, now)} />,
  },
  {
    id: 'rows',
    header: 'Rows',
    align: 'end',
    phone: 'detail',
    cell: ({ rowsTotal }) => (rowsTotal === null ? '–' : <Count of={rowsTotal} />),
  },
  {
    id: 'size',
    header: 'Size',
    align: 'end',
    phone: 'detail',
    cell: ({ bytes }) => <span className="num">{bytes === null ? '–' : sizeWords(bytes)}</span>,
  },
  {
    id: 'of',
    header: 'Figures of',
    align: 'end',
    phone: 'detail',
    cell: ({ position, coveredUntil }) =>
      position === null ? (
        '–'
      ) : (
        <span className="grid justify-items-end max-sm:justify-items-start">
          {coveredUntil && <Time at={coveredUntil} />}
          <span className="text-xs text-muted">
            position <Count of={position} />
          </span>
        </span>
      ),
  },
  {
    id: 'acts',
    header: 'What can be done',
    headerHidden: true,
    align: 'end',
    phone: 'money',
    cell: (file) => {
      if (file.state === 'failed' || file.state === 'cancelled' || isExpired(file, now)) return null
      return <ExportActs id={file.id} name={titleOf(file.figure)} done={file.state === 'done'} />
    },
  },
]

/** The files that somebody has asked for, newest first; each leads to its rows. */
export function ExportTable({ files, now, empty }: { files: readonly ExportFile[]; now: Date; empty: ReactNode }) {
  return <DataTable caption="Files" columns={columnsAt(now)} rows={files} rowKey={({ id }) => id} empty={empty} />
}
