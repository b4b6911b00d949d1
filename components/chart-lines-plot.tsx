'use client'
import { CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import { seriesColor } from './chart-colors'
import { ChartTip } from './chart-tip'
import { CHART_HEIGHT_PX, type ChartProps } from './chart-types'

const TICK = { fill: 'var(--muted)', fontSize: 12 }
/** Told apart without colour too. */
const DASHES = ['0', '6 3', '2 3', '8 3 2 3']

export function LinesPlot({ series, points, axis }: ChartProps) {
  return (
    <ResponsiveContainer width="100%" height={CHART_HEIGHT_PX}>
      <LineChart data={[...points]} margin={{ top: 8, right: 12, bottom: 0, left: 0 }} accessibilityLayer={false}>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis dataKey="label" tickLine={false} axisLine={false} tick={TICK} padding={{ left: 16, right: 16 }} />
        <YAxis tickLine={false} axisLine={false} tick={TICK} width={44} tickCount={4} tickFormatter={axis} />
        <Tooltip
          isAnimationActive={false}
          cursor={{ stroke: 'var(--line-strong)' }}
          content={({ active, label }) => active && <ChartTip point={points.find((point) => point.label === label)} series={series} />}
        />
        {series.map(({ key, label }, index) => (
          <Line
            key={key}
            name={label}
            dataKey={(point) => point.values[key]?.plot ?? null}
            type="linear"
            dot={{ r: 2.5, strokeWidth: 0, fill: seriesColor(index) }}
            stroke={seriesColor(index)}
            strokeWidth={1.6}
            strokeDasharray={DASHES[index % DASHES.length]}
            isAnimationActive={false}
          />
        ))}
      </LineChart>
    </ResponsiveContainer>
  )
}
