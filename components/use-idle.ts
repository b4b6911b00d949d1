'use client'
import { useEffect, useRef } from 'react'

/** What shows that somebody is there. Polling pages are not it: they go on while nobody looks. */
const SIGNS = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const
/** Shared by the tabs of one browser: whoever works in one is not away from the others. */
const KEY = 'payledger-active'
const CHECK_MS = 5_000

const now = (): number => performance.timeOrigin + performance.now()

/** Calls `onIdle` once when nobody has moved anything in any tab for `idleMs`, and again only after somebody has. */
export function useIdle(idleMs: number, onIdle: () => void): void {
  const latest = useRef(onIdle)
  latest.current = onIdle
  useEffect(() => {
    let told = false
    let seenAt = now()
    const seen = () => {
      if (now() - seenAt > CHECK_MS || told) write(now())
      seenAt = now()
      told = false
    }
    const check = () => {
      if (told || now() - Math.max(seenAt, read()) < idleMs) return
      told = true
      latest.current()
    }
    write(seenAt)
    for (const sign of SIGNS) window.addEventListener(sign, seen, { passive: true })
    const timer = setInterval(check, Math.min(CHECK_MS, idleMs / 4))
    return () => {
      for (const sign of SIGNS) window.removeEventListener(sign, seen)
      clearInterval(timer)
    }
  }, [idleMs])
}

function read(): number {
  try {
    return Number(localStorage.getItem(KEY) ?? 0)
  } catch {
    return 0
  }
}

function write(at: number): void {
  try {
    localStorage.setItem(KEY, String(at))
  } catch {
    // A browser that keeps nothing knows of this tab only.
  }
}
