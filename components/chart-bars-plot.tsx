'use client'
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import { seriesColor } from './chart-colors'
import { ChartTip } from './chart-tip'
import { CHART_HEIGHT_PX, type ChartProps } from './chart-types'

const TICK = { fill: 'var(--muted)', fontSize: 12 }

export function BarsPlot({ label: name, series, points, axis = compact }: ChartProps) {
  return (
    <ResponsiveContainer width="100%" height={CHART_HEIGHT_PX}>
      <BarChart data={[...points]} margin={{ top: 8, right: 8, bottom: 0, left: 0 }} accessibilityLayer aria-label={name}>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis dataKey="label" tickLine={false} axisLine={false} tick={TICK} />
        <YAxis tickLine={false} axisLine={false} tick={TICK} width={44} tickFormatter={axis} tickCount={4} />
        <Tooltip
          isAnimationActive={false}
          cursor={{ fill: 'var(--hover)' }}
          content={({ active, label }) => active && <ChartTip point={points.find((point) => point.label === label)} series={series} />}
        />
        {series.map(({ key, label }, index) => (
          <Bar
            key={key}
            name={label}
            dataKey={(point) => point.values[key]?.plot ?? 0}
            stackId="all"
            maxBarSize={56}
            fill={seriesColor(index)}
            stroke="var(--surface)"
            strokeWidth={1}
            isAnimationActive={false}
          />
        ))}
      </BarChart>
    </ResponsiveContainer>
  )
}

function compact(value: number): string {
  return new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 }).format(value)
}
