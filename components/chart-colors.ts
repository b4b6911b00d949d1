/** Colours of series, 3:1 against the surface in both themes; more series than colours fold into "other" before they are drawn. */
export const SERIES_MAX = 8

/** The colour of the series at `index`, from 0. */
export function seriesColor(index: number): string {
  return `var(--series-${(index % SERIES_MAX) + 1})`
}
