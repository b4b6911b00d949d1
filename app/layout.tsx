import '@fontsource-variable/inter'
import type { Metadata, Viewport } from 'next'
import { cookies, headers } from 'next/headers'
import type { ReactNode } from 'react'
import { readPreferences } from '@/components/preference-cookies'
import './globals.css'
import { Providers } from './providers'

export const metadata: Metadata = { title: { template: '%s · PayLedger', default: 'PayLedger' }, robots: { index: false } }
export const viewport: Viewport = { width: 'device-width', initialScale: 1, colorScheme: 'light dark' }

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [jar, head] = await Promise.all([cookies(), headers()])
  const { values, timeZoneKnown } = readPreferences((name) => jar.get(name)?.value)
  return (
    <html lang="en" className={values.theme === 'system' ? undefined : values.theme} suppressHydrationWarning>
      <body>
        <Providers nonce={head.get('x-nonce') ?? undefined} preferences={values} timeZoneKnown={timeZoneKnown} renderedAt={Date.now()}>
          {children}
        </Providers>
      </body>
    </html>
  )
}
