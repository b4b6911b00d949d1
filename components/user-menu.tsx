'use client'
import { Menu } from '@base-ui/react/menu'
import { Check, ChevronDown, Keyboard, LogOut } from 'lucide-react'
import { useState } from 'react'
import { useKeySheet } from './keys'
import { MENU_ITEM, MENU_POPUP } from './menu-look'
import { usePreferences } from './preferences'
import { signOut } from './sign-out'
import { TimeZoneDialog } from './time-zone-dialog'

export type ShellUser = { name: string; email: string; role: string }

const THEMES = [
  ['light', 'Light'],
  ['dark', 'Dark'],
  ['system', 'Same as system'],
] as const
const DATE_STYLES = [
  ['day-first', '25 Nov 2026'],
  ['month-first', 'Nov 25, 2026'],
  ['iso', '2026-11-25'],
] as const

/** Who is signed in, how things are shown, and the way out. */
export function UserMenu({ user }: { user: ShellUser }) {
  const preferences = usePreferences()
  const openKeys = useKeySheet()
  const [zoneOpen, setZoneOpen] = useState(false)
  return (
    <Menu.Root>
      <Menu.Trigger
        aria-label={`${user.name}, account and display`}
        className="-mr-2 inline-flex h-8 min-w-0 items-center gap-1 rounded-md px-2 text-muted hover:bg-sunken hover:text-ink max-sm:mr-0 max-sm:size-8 max-sm:justify-center max-sm:rounded-full max-sm:bg-line max-sm:px-0 max-sm:text-xs max-sm:font-semibold"
      >
        <span className="truncate max-sm:hidden">{user.name}</span>
        <span aria-hidden="true" className="sm:hidden">
          {initials(user.name)}
        </span>
        <ChevronDown aria-hidden="true" className="size-3.5 flex-none max-sm:hidden" />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner align="end" sideOffset={6} className="z-40">
          <Menu.Popup className={MENU_POPUP}>
            <div className="border-b border-line px-3 pt-1 pb-2">
              <div className="font-[550]">{user.name}</div>
              <div className="text-xs text-muted">
                {user.email} · {user.role}
              </div>
            </div>
            <Choice label="Theme" value={preferences.theme} options={THEMES} onChange={(theme) => preferences.set({ theme })} />
            <Choice
              label="Dates"
              value={preferences.dateStyle}
              options={DATE_STYLES}
              onChange={(dateStyle) => preferences.set({ dateStyle })}
            />
            <Menu.Separator className="my-1 h-px bg-line" />
            <Menu.Item className={MENU_ITEM} onClick={() => setZoneOpen(true)}>
              Time zone <span className="ml-auto pl-4 text-xs text-muted">{preferences.timeZone}</span>
            </Menu.Item>
            <Menu.Item className={MENU_ITEM} onClick={openKeys}>
              <Keyboard aria-hidden="true" className="size-4" />
              Keys <kbd className="ml-auto">?</kbd>
            </Menu.Item>
            <Menu.Separator className="my-1 h-px bg-line" />
            <Menu.Item className={MENU_ITEM} onClick={() => void signOut()}>
              <LogOut aria-hidden="true" className="size-4" />
              Sign out
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
      <TimeZoneDialog open={zoneOpen} onOpenChange={setZoneOpen} />
    </Menu.Root>
  )
}

function Choice<T extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string
  value: T
  options: readonly (readonly [T, string])[]
  onChange: (value: T) => void
}) {
  return (
    <Menu.RadioGroup value={value} onValueChange={(next) => onChange(next as T)} className="pt-1">
      <Menu.GroupLabel className="px-3 pt-1 text-xs text-muted">{label}</Menu.GroupLabel>
      {options.map(([option, words]) => (
        <Menu.RadioItem key={option} value={option} closeOnClick={false} className={MENU_ITEM}>
          {words}
          <Menu.RadioItemIndicator className="ml-auto">
            <Check aria-hidden="true" className="size-4 text-accent" />
          </Menu.RadioItemIndicator>
        </Menu.RadioItem>
      ))}
    </Menu.RadioGroup>
  )
}

function initials(name: string): string {
  return name
    .split(/\s+/)
    .map((part) => part.charAt(0))
    .join('')
    .slice(0, 2)
    .toUpperCase()
}
