'use client'
import { useEffect } from 'react'

/** While `on`, a double click counts once and a held Enter counts once: two steps under one button must stay two decisions. */
export function useSinglePresses(on: boolean): void {
  useEffect(() => {
    if (!on) return
    const stop = (event: MouseEvent | KeyboardEvent) => {
      const again = event instanceof KeyboardEvent ? event.key === 'Enter' && event.repeat : event.detail > 1
      if (!again) return
      event.preventDefault()
      event.stopPropagation()
    }
    document.addEventListener('click', stop, true)
    document.addEventListener('keydown', stop, true)
    return () => {
      document.removeEventListener('click', stop, true)
      document.removeEventListener('keydown', stop, true)
    }
  }, [on])
}
