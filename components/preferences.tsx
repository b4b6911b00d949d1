'use client'
/** What this person chose about the display: theme, time zone, order of dates. Kept in cookies, so that the first HTML is already right. */
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react'
import type { DateStyle } from './time-words'

export type Theme = 'light' | 'dark' | 'system'
export type PreferenceValues = { theme: Theme; timeZone: string; dateStyle: DateStyle; singleKeys: boolean }
type Preferences = PreferenceValues & { renderedAt: number; set: (change: Partial<PreferenceValues>) => void }

const YEAR_SECONDS = 31_536_000
const Context = createContext<Preferences>({
  theme: 'system',
  timeZone: 'UTC',
  dateStyle: 'day-first',
  singleKeys: true,
  renderedAt: 0,
  set: () => undefined,
})

/** `timeZoneKnown` is false until a cookie says the zone: the first paint is then in UTC (and says so), and the browser's own zone follows. */
export function PreferencesProvider({
  initial,
  timeZoneKnown,
  renderedAt,
  children,
}: {
  initial: PreferenceValues
  timeZoneKnown: boolean
  renderedAt: number
  children: ReactNode
}) {
  const [values, setValues] = useState(initial)
  const set = useCallback((change: Partial<PreferenceValues>) => {
    for (const [name, value] of Object.entries(change)) remember(name, String(value))
    if (change.theme) document.documentElement.className = themeClass(change.theme)
    setValues((before) => ({ ...before, ...change }))
  }, [])
  useEffect(() => {
    if (!timeZoneKnown) set({ timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone })
  }, [timeZoneKnown, set])
  const value = useMemo(() => ({ ...values, renderedAt, set }), [values, renderedAt, set])
  return <Context value={value}>{children}</Context>
}

export function usePreferences(): Preferences {
  return useContext(Context)
}

function themeClass(theme: Theme): string {
  return theme === 'system' ? '' : theme
}

function remember(name: string, value: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in browsers still in use
  document.cookie = `pl-${name}=${encodeURIComponent(value)}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`
}
