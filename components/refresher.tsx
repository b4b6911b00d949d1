'use client'
import { useRouter } from 'next/navigation'
import { useEffect } from 'react'

/** Others work on the same things: a page that shows the ledger is never older than this while somebody looks at it. */
const LEDGER_MS = 15_000

/**
 * Asks for the page again now and then while somebody looks at it, and when they come back to it, so that it shows what others have changed
 * and what it says about its age stays true.
 */
export function Refresher({ everyMs = LEDGER_MS }: { everyMs?: number }) {
  const router = useRouter()
  useEffect(() => {
    const refresh = () => {
      if (document.visibilityState === 'visible' && !isAsked()) router.refresh()
    }
    const timer = setInterval(refresh, everyMs)
    document.addEventListener('visibilitychange', refresh)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', refresh)
    }
  }, [router, everyMs])
  return null
}

/** An open dialog asks about the version that was looked at; what is behind it must not move on under somebody's hands. */
export const isAsked = (): boolean => document.querySelector('[role="dialog"], [role="alertdialog"]') !== null
