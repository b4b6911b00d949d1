'use client'
import dynamic from 'next/dynamic'
import type { ChartProps } from './chart-types'
import { Skeleton } from './skeleton'

const Waiting = () => <Skeleton className="h-[200px] w-full" />
const Bars = dynamic(() => import('./chart-bars-plot').then((file) => file.BarsPlot), { ssr: false, loading: Waiting })

/** Stacked bars, one column per month. Drawn in the browser only, once the page is there. */
export function ChartBars(props: ChartProps) {
  return (
    <div role="img" aria-label={props.label} className="h-[200px]">
      <Bars {...props} />
    </div>
  )
}
