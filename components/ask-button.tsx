'use client'
import { useState } from 'react'
import { Button } from './button'
import { ReasonDialog, type ReasonDialogProps } from './reason-dialog'

export type AskButtonProps<T> = Omit<ReasonDialogProps<T>, 'open' | 'onOpenChange' | 'tone'> & {
  label: string
  tone?: 'primary' | 'normal' | 'danger'
}

/** A button that asks before it does something, and shows what came of it. */
export function AskButton<T>({ label, tone = 'normal', ...dialog }: AskButtonProps<T>) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button tone={tone} onClick={() => setOpen(true)}>
        {label}
      </Button>
      <ReasonDialog open={open} onOpenChange={setOpen} tone={tone === 'danger' ? 'danger' : 'primary'} {...dialog} />
    </>
  )
}
