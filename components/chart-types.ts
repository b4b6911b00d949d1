export type Series = { key: string; label: string }

/**
 * One column of the chart. `plot` is only for the height of the bars (a number may be rounded there); `text` is what is read.
 * `note` is said beside the label where there is room, such as "so far" of a month that is not over.
 */
export type ChartPoint = {
  label: string
  note?: string | undefined
  values: Readonly<Record<string, { plot: number; text: string }>>
  total?: string
}
export type ChartProps = { label: string; series: readonly Series[]; points: readonly ChartPoint[]; axis?: (value: number) => string }

export const CHART_HEIGHT_PX = 200
