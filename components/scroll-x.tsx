'use client'
/** Content that may be wider than its frame: it scrolls sideways, and while it does it takes focus, so that arrow keys scroll it too (WCAG 2.1.1). */
import { type ReactNode, useEffect, useRef, useState } from 'react'

type Props = { label: string; className?: string; children: ReactNode }

export function ScrollX({ label, className = '', children }: Props) {
  const frame = useRef<HTMLElement>(null)
  // Until it is measured it takes focus: without script it always does.
  const [scrolls, setScrolls] = useState(true)
  useEffect(() => {
    const { current: element } = frame
    if (!element) return
    const measure = () => setScrolls(element.scrollWidth > element.clientWidth || element.scrollHeight > element.clientHeight)
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    for (const child of element.children) observer.observe(child)
    return () => observer.disconnect()
  }, [])
  return (
    <section
      ref={frame}
      tabIndex={scrolls ? 0 : undefined}
      aria-label={scrolls ? label : undefined}
      className={`overflow-x-auto ${className}`}
    >
      {children}
    </section>
  )
}
