'use client'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import type { DialogFrameProps } from './dialog-popup'
import { whenUsed } from './when-used'

const DialogPopup = dynamic(
  whenUsed(() => import('./dialog-popup').then(({ DialogPopup }) => DialogPopup)),
  { ssr: false },
)

/** A dialog: title, what it is about, content, actions. Focus is kept inside and given back. A sheet from below on a phone. */
export function DialogFrame(props: DialogFrameProps) {
  const [wasOpen, setWasOpen] = useState(false)
  if (props.open && !wasOpen) setWasOpen(true)
  return wasOpen && <DialogPopup {...props} />
}
