'use client'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { type ShellUser, triggerOf } from './user-menu-trigger'
import { whenUsed } from './when-used'

const Popup = dynamic(
  whenUsed(() => import('./user-menu-popup').then(({ UserMenuPopup }) => UserMenuPopup)),
  { ssr: false },
)

/** Who is signed in, how things are shown, and the way out. */
export function UserMenu({ user }: { user: ShellUser }) {
  const [wasAsked, setWasAsked] = useState(false)
  if (wasAsked) return <Popup user={user} />
  return <button type="button" aria-haspopup="menu" aria-expanded={false} onClick={() => setWasAsked(true)} {...triggerOf(user)} />
}
