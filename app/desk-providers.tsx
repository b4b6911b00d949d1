'use client'
import { CSPProvider } from '@base-ui/react/csp-provider'
import type { ReactNode } from 'react'
import { KeysProvider } from '@/components/keys'
import { PreferencesProvider, type PreferenceValues } from '@/components/preferences'
import { QueryProvider } from '@/components/query-provider'
import { TimeTip } from '@/components/time-tip'
import { ToastProvider } from '@/components/toast'

/** What every desk's client parts share. The sign-in page needs none of it. */
export function DeskProviders({
  nonce,
  preferences,
  timeZoneKnown,
  renderedAt,
  children,
}: {
  nonce: string | undefined
  preferences: PreferenceValues
  timeZoneKnown: boolean
  renderedAt: number
  children: ReactNode
}) {
  return (
    <CSPProvider nonce={nonce}>
      <PreferencesProvider initial={preferences} timeZoneKnown={timeZoneKnown} renderedAt={renderedAt}>
        <QueryProvider>
          <ToastProvider>
            <KeysProvider>
              {children}
              <TimeTip />
            </KeysProvider>
          </ToastProvider>
        </QueryProvider>
      </PreferencesProvider>
    </CSPProvider>
  )
}
