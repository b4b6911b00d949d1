'use client'
/** One clock for everything on the page that ticks. */
import { useSyncExternalStore } from 'react'
import { usePreferences } from './preferences'

const TICK_MS = 1_000
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

/** The present time, rounded down to `stepMs`. While hydrating it is the time the server rendered at, so that both agree. */
export function useNow(stepMs: number = TICK_MS): Date {
  const { renderedAt } = usePreferences()
  const round = (ms: number) => Math.floor(ms / stepMs) * stepMs
  return new Date(
    useSyncExternalStore(
      subscribe,
      () => round(Date.now()),
      () => round(renderedAt),
    ),
  )
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  timer ??= setInterval(() => {
    for (const each of listeners) each()
  }, TICK_MS)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}
