import { SERIES_MAX } from '@/components/chart-colors'

/** As many series as there are colours: what is beyond them becomes one, made by `merge`. */
export function groupRemainder<Series>(all: readonly Series[], merge: (rest: readonly Series[]) => Series): readonly Series[] {
  return all.length <= SERIES_MAX ? all : [...all.slice(0, SERIES_MAX - 1), merge(all.slice(SERIES_MAX - 1))]
}
