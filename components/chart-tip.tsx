'use client'
import { seriesColor } from './chart-colors'
import type { ChartPoint, Series } from './chart-types'

/** What one column of a chart holds, in the order it is stacked. */
export function ChartTip({ point, series }: { point: ChartPoint | undefined; series: readonly Series[] }) {
  if (!point) return null
  return (
    <div role="status" className="num rounded-md border border-line bg-surface px-3 py-2 text-xs shadow-float">
      <div className="mb-1 font-semibold">
        {point.label} {point.note && <span className="font-normal text-muted">{point.note}</span>}
      </div>
      {series
        .map(({ key, label }, index) => ({ key, label, index }))
        .reverse()
        .map(({ key, label, index }) => (
          <div key={key} className="flex items-center gap-2">
            <span className="size-2.5 rounded-[2px]" style={{ background: seriesColor(index) }} />
            <span className="text-muted">{label}</span>
            <span className="ml-auto pl-4">{point.values[key]?.text ?? '–'}</span>
          </div>
        ))}
      {point.total && series.length > 1 && (
        <div className="mt-1 flex items-center border-t border-line pt-1">
          <span className="text-muted">Total</span>
          <span className="ml-auto pl-4 font-[550]">{point.total}</span>
        </div>
      )}
    </div>
  )
}
