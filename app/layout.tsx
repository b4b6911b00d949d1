import '@fontsource-variable/inter'
import type { Metadata, Viewport } from 'next'
import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { readPreferences } from '@/components/preference-cookies'
import './globals.css'

export const metadata: Metadata = { title: { template: '%s · PayLedger', default: 'PayLedger' }, robots: { index: false } }
export const viewport: Viewport = { width: 'device-width', initialScale: 1, colorScheme: 'light dark' }

export default async function RootLayout({ children }: { children: ReactNode }) {
  const jar = await cookies()
  const { theme } = readPreferences((name) => jar.get(name)?.value).values
  return (
    <html lang="en" className={theme === 'system' ? undefined : theme} suppressHydrationWarning>
      <body>{children}</body>
    </html>
  )
}
