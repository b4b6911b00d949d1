'use client'
import { useNow } from './now'
import { spanWords } from './time-words'

/** Time left until `until` (ISO): "2 h 14 min", then `over` once it has passed. */
export function Countdown({ until, over = 'passed' }: { until: string; over?: string }) {
  const left = Date.parse(until) - useNow(1_000).getTime()
  return <span className="num whitespace-nowrap">{left > 0 ? spanWords(left) : over}</span>
}

/** Time since `since` (ISO), counting: "26 h". */
export function Elapsed({ since }: { since: string }) {
  return <span className="num whitespace-nowrap">{spanWords(useNow(1_000).getTime() - Date.parse(since))}</span>
}
