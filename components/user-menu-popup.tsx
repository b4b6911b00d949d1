'use client'
import { Menu } from '@base-ui/react/menu'
import { Check, Keyboard, LogOut, UserRound } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { useKeySheet } from './keys'
import { MENU_ITEM, MENU_POPUP } from './menu-look'
import { usePreferences } from './preferences'
import { signOut } from './sign-out'
import { TimeZoneDialog } from './time-zone-dialog'
import { type ShellUser, triggerOf } from './user-menu-trigger'

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

/** The menu, open at first: it is loaded when somebody asks for it. */
export function UserMenuPopup({ user }: { user: ShellUser }) {
  const preferences = usePreferences()
  const openKeys = useKeySheet()
  const [zoneOpen, setZoneOpen] = useState(false)
  return (
    <Menu.Root defaultOpen>
      <Menu.Trigger {...triggerOf(user)} />
      <Menu.Portal>
        <Menu.Positioner align="end" sideOffset={6} className="z-40">
          <Menu.Popup className={MENU_POPUP}>
            <div className="border-b border-line px-3 pt-1 pb-2">
              <div className="font-[550]">{user.name}</div>
              <div className="text-xs text-muted">
                {user.email} · {user.roles.join(', ')}
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
            {user.href && (
              <Menu.Item className={MENU_ITEM} render={<Link href={user.href} prefetch={false} />}>
                <UserRound aria-hidden="true" className="size-4" />
                Password and API keys
              </Menu.Item>
            )}
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
