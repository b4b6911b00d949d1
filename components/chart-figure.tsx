import type { ReactNode } from 'react'
import { seriesColor } from './chart-colors'
import type { Series } from './chart-types'

/** The frame of a chart: heading, unit, legend, and `choice` of what is drawn. `table` holds the same numbers and stands below; every chart has one. */
export function ChartFigure({
  title,
  unit,
  series,
  choice,
  table,
  children,
}: {
  title: string
  unit?: string
  series: readonly Series[]
  choice?: ReactNode
  table: ReactNode
  children: ReactNode
}) {
  return (
    <figure className="mb-4">
      <div className="mb-4 rounded-lg border border-line bg-surface px-4 pt-3 pb-2">
        <figcaption className="mb-2 flex flex-wrap items-baseline gap-x-4 gap-y-1">
          <span className="mr-auto font-semibold">
            {title} {unit && <span className="text-xs font-normal text-muted">{unit}</span>}
          </span>
          {series.length > 1 && (
            <ul aria-label="Legend" className="flex flex-wrap gap-x-3 gap-y-1 text-xs text-muted">
              {series.map(({ key, label }, index) => (
                <li key={key} className="inline-flex items-center gap-1.5">
                  <span aria-hidden="true" className="size-2.5 rounded-[2px]" style={{ background: seriesColor(index) }} />
                  {label}
                </li>
              ))}
            </ul>
          )}
        </figcaption>
        {choice}
        {children}
      </div>
      {table}
    </figure>
  )
}
