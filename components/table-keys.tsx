'use client'
/** Moves through the rows of a table by keyboard. It reads the rows from the page, so the rows themselves need no script. */
import { type KeyboardEvent, type MouseEvent, type ReactNode, useRef } from 'react'
import { useKey } from './keys'

type Act = ((key: string) => void) | undefined
type Props = { children: ReactNode; onPeek: Act; onOpen: Act; onCheck: Act }

const GROUP = 'Lists'

export function TableKeys({ children, onPeek, onOpen, onCheck }: Props) {
  const frame = useRef<HTMLDivElement>(null)
  useKey({ key: 'j', label: 'Next row', group: GROUP }, () => move(frame.current, 1))
  useKey({ key: 'k', label: 'Previous row', group: GROUP }, () => move(frame.current, -1))
  useKey({ key: 'Enter', label: 'Open the row', group: GROUP }, null)
  useKey(onPeek ? { key: ' ', label: 'Preview the row', group: GROUP } : null, null)
  useKey(onCheck ? { key: 'x', label: 'Select the row', group: GROUP } : null, () => {
    const row = focusedRow(frame.current)?.dataset.row
    if (row === undefined) return false
    onCheck?.(row)
  })

  const press = (event: KeyboardEvent) => {
    const row = rowOf(event.target)
    const key = row?.dataset.row
    if (!key || isControl(event.target)) return
    const act = event.key === ' ' ? onPeek : event.key === 'Enter' && event.target === row ? onOpen : undefined
    if (!act) return
    event.preventDefault()
    act(key)
  }
  const click = (event: MouseEvent) => {
    const key = rowOf(event.target)?.dataset.row
    if (onOpen && key && !isControl(event.target) && !(event.target as Element).closest('a')) onOpen(key)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it listens for the rows inside, which are reachable themselves
    <div ref={frame} onKeyDown={press} onClick={click}>
      {children}
    </div>
  )
}

function move(frame: HTMLElement | null, step: 1 | -1): false | undefined {
  const rows = [...(frame?.querySelectorAll<HTMLElement>('tr[data-row]') ?? [])]
  const here = focusedRow(frame)
  // Another table has the focus: j and k are for that one.
  if (rows.length === 0 || (!here && document.activeElement?.closest('tr[data-row]'))) return false
  const current = here ?? frame?.querySelector<HTMLElement>('tr[aria-current]') ?? null
  const index = current ? rows.indexOf(current) + step : 0
  const next = rows[Math.min(Math.max(index, 0), rows.length - 1)]
  const target = next?.querySelector<HTMLElement>('a[data-stretch]') ?? next
  target?.focus()
  return undefined
}

function focusedRow(frame: HTMLElement | null): HTMLElement | null {
  const row = rowOf(document.activeElement)
  return row && frame?.contains(row) ? row : null
}

function rowOf(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('tr[data-row]') : null
}

function isControl(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('button, input, select, textarea, summary') !== null
}
