'use client'
import { CSPProvider } from '@base-ui/react/csp-provider'
import { NuqsAdapter } from 'nuqs/adapters/next/app'
import type { ReactNode } from 'react'
import { KeysProvider } from '@/components/keys'
import { PreferencesProvider, type PreferenceValues } from '@/components/preferences'
import { QueryProvider } from '@/components/query-provider'
import { TimeTip } from '@/components/time-tip'
import { ToastProvider } from '@/components/toast'

export function Providers({
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
      <NuqsAdapter>
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
      </NuqsAdapter>
    </CSPProvider>
  )
}
