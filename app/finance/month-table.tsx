import type { ChartPoint, Series } from '@/components/chart-types'
import { type Column, DataTable } from '@/components/data-table'

/** What the bars of a chart show, to be read: a row per month, a column per series. */
export function MonthTable({ caption, series, points }: { caption: string; series: readonly Series[]; points: readonly ChartPoint[] }) {
  return (
    <details className="mb-4">
      <summary className="w-fit cursor-pointer text-xs text-muted underline underline-offset-2">{caption} as a table</summary>
      <div className="mt-2">
        <DataTable caption={caption} columns={columnsOf(series)} rows={points} rowKey={(point) => point.label} />
      </div>
    </details>
  )
}

const columnsOf = (series: readonly Series[]): readonly Column<ChartPoint>[] => [
  MONTH,
  ...series.map(
    ({ key, label }): Column<ChartPoint> => ({
      id: key,
      header: label,
      align: 'end',
      phone: series.length > 1 ? 'detail' : 'money',
      cell: ({ values }) => <span className="num">{values[key]?.text}</span>,
    }),
  ),
  ...(series.length > 1 ? [TOTAL] : []),
]

const MONTH: Column<ChartPoint> = {
  id: 'month',
  header: 'When',
  phone: 'lead',
  cell: ({ label, note }) => (
    <>
      <span className="font-[550]">{label}</span> <span className="text-muted">{note}</span>
    </>
  ),
}

const TOTAL: Column<ChartPoint> = {
  id: 'total',
  header: 'Total',
  align: 'end',
  phone: 'money',
  cell: ({ total }) => <span className="num font-[550]">{total}</span>,
}
