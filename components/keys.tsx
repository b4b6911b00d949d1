'use client'
/** The one registry of keys, and the sheet that lists them (`?`). */
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react'
import { isSingleKey, type KeyBinding, matchesKey } from './key-match'
import { KeySheet } from './key-sheet'
import { usePreferences } from './preferences'

/** Returning `false` passes the key on to whoever registered it before. */
type Handler = (event: KeyboardEvent) => unknown
type Entry = { binding: KeyBinding; handler: { current: Handler | null } }
type Registry = { add: (entry: Entry) => () => void; openSheet: () => void }

const Context = createContext<Registry | null>(null)

export function KeysProvider({ children }: { children: ReactNode }) {
  const entries = useRef(new Set<Entry>())
  const [sheet, setSheet] = useState<readonly KeyBinding[] | null>(null)
  const { singleKeys } = usePreferences()
  const registry = useMemo<Registry>(
    () => ({
      add: (entry) => {
        entries.current.add(entry)
        return () => entries.current.delete(entry)
      },
      openSheet: () => setSheet([...entries.current].map((entry) => entry.binding)),
    }),
    [],
  )
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || (isTyping(event.target) && !event.ctrlKey && !event.metaKey)) return
      for (const { binding, handler } of entries.current) {
        if (!handler.current || !matchesKey(binding.key, event)) continue
        if (isSingleKey(binding.key) && (!singleKeys || inDialog(event.target))) continue
        if (handler.current(event) === false) continue
        event.preventDefault()
        return
      }
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [singleKeys])
  return (
    <Context value={registry}>
      {children}
      <StandardKeys />
      <KeySheet bindings={sheet} onClose={() => setSheet(null)} />
    </Context>
  )
}

/** Registers a key while the component is on the page; null registers none. Without a handler it is only listed (the component listens itself). */
export function useKey(binding: KeyBinding | null, handler: Handler | null): void {
  const { key, label, group } = binding ?? {}
  const registry = useContext(Context)
  const latest = useRef(handler)
  latest.current = handler
  useEffect(() => {
    if (registry && key && label && group) return registry.add({ binding: { key, label, group }, handler: latest })
  }, [registry, key, label, group])
}

/** Opens the sheet of keys. */
export function useKeySheet(): () => void {
  const registry = useContext(Context)
  return () => registry?.openSheet()
}

function StandardKeys() {
  const openSheet = useKeySheet()
  useKey({ key: '/', label: 'Search', group: 'Everywhere' }, () => {
    const box = document.querySelector<HTMLInputElement>('main [type=search]') ?? document.querySelector<HTMLInputElement>('[type=search]')
    if (!box) return false
    box.focus()
    box.select()
  })
  useKey({ key: '?', label: 'This list of keys', group: 'Everywhere' }, openSheet)
  return null
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('input:not([type=checkbox]):not([type=radio]), textarea, select'))
  )
}

function inDialog(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('[role=dialog],[role=alertdialog],[role=menu]') !== null
}
