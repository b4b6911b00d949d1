'use client'
import { useRouter } from 'next/navigation'
import { useEffect } from 'react'

/** Asks for the page again now and then while somebody looks at it, so that what it says about its age stays true. */
export function Refresher({ everyMs }: { everyMs: number }) {
  const router = useRouter()
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') router.refresh()
    }, everyMs)
    return () => clearInterval(timer)
  }, [router, everyMs])
  return null
}
