'use client'
/** The tooltip of every time on the page: one for all, instead of a listener and two elements per row. */
import { useEffect, useState } from 'react'
import { useNow } from './now'
import { usePreferences } from './preferences'
import { agoWords, fullWords } from './time-words'

type Tip = { at: string; left: number; top: number }

export function TimeTip() {
  const [tip, setTip] = useState<Tip | null>(null)
  useEffect(() => {
    const show = (time: HTMLTimeElement | null | undefined) => setTip(time ? beside(time) : null)
    const over = (event: PointerEvent) => {
      const target = event.target instanceof Element ? event.target : null
      if (target?.closest('#time-tip')) return
      // A row's link lies over its cells: what it covers is looked for below it.
      show(target?.hasAttribute('data-stretch') ? timeAt(event) : target?.closest<HTMLTimeElement>('time[data-tip]'))
    }
    // Within such a link no other element is entered, so each move counts.
    const move = (event: PointerEvent) => {
      if (event.target instanceof Element && event.target.hasAttribute('data-stretch')) show(timeAt(event))
    }
    // By keyboard one reaches a row, not its cells: the row's time is told then.
    const focus = (event: FocusEvent) => {
      const target = event.target instanceof Element ? event.target : null
      if (target?.matches('[data-stretch]:focus-visible')) show(target.closest('tr')?.querySelector<HTMLTimeElement>('time[data-tip]'))
      else setTip(null)
    }
    const key = (event: KeyboardEvent) => event.key === 'Escape' && setTip(null)
    const clear = () => setTip(null)
    document.addEventListener('pointerover', over)
    document.addEventListener('pointermove', move)
    document.addEventListener('focusin', focus)
    document.addEventListener('keydown', key)
    document.addEventListener('scroll', clear, true)
    return () => {
      document.removeEventListener('pointerover', over)
      document.removeEventListener('pointermove', move)
      document.removeEventListener('focusin', focus)
      document.removeEventListener('keydown', key)
      document.removeEventListener('scroll', clear, true)
    }
  }, [])
  return tip && <Words {...tip} />
}

const timeAt = ({ clientX, clientY }: PointerEvent): HTMLTimeElement | undefined =>
  document.elementsFromPoint(clientX, clientY).find((each): each is HTMLTimeElement => each.matches('time[data-tip]'))

function Words({ at, left, top }: Tip) {
  const { timeZone, dateStyle } = usePreferences()
  const instant = new Date(at)
  const ago = agoWords(instant, useNow())
  return (
    <div
      id="time-tip"
      role="tooltip"
      style={{ left, top }}
      className="num fixed z-50 -translate-x-1/2 rounded-md border border-line bg-surface px-2.5 py-1.5 text-xs whitespace-nowrap shadow-float"
    >
      <div className="font-medium">{ago}</div>
      {timeZone !== 'UTC' && <div className="text-muted">{fullWords(instant, timeZone, dateStyle)}</div>}
      <div className="text-muted">{fullWords(instant, 'UTC', dateStyle)}</div>
    </div>
  )
}

const HALF_WIDTH_PX = 110
const HEIGHT_PX = 66

function beside(time: HTMLTimeElement): Tip {
  const box = time.getBoundingClientRect()
  const middle = (box.left + box.right) / 2
  const left = Math.min(Math.max(middle, HALF_WIDTH_PX), window.innerWidth - HALF_WIDTH_PX)
  const below = box.bottom + HEIGHT_PX < window.innerHeight
  return { at: time.dateTime, left, top: below ? box.bottom : box.top - HEIGHT_PX }
}
