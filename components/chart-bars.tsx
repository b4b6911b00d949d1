'use client'
import dynamic from 'next/dynamic'
import type { ChartProps } from './chart-types'
import { Skeleton } from './skeleton'

const Waiting = () => <Skeleton className="h-[200px] w-full" />
const Bars = dynamic(() => import('./chart-bars-plot').then((file) => file.BarsPlot), { ssr: false, loading: Waiting })

/** Stacked bars, one column per month. Drawn in the browser only, once the page is there. With the focus on it, the arrow keys read column by column. */
export function ChartBars(props: ChartProps) {
  return (
    <div className="h-[200px]">
      <Bars {...props} />
    </div>
  )
}
