'use client'
import type { ReactNode } from 'react'
import { type AskButtonProps, AskButton as KitButton } from '@/components/ask-button'

export type Question = {
  label: string
  title: string
  children: ReactNode
  confirmLabel: string
  tone?: 'primary' | 'normal' | 'danger'
}

/** A button that asks before it does something, with what it asks as a paragraph. */
export function AskButton<T>({ children, ...asked }: Question & Pick<AskButtonProps<T>, 'reason' | 'act' | 'onDone'>) {
  return (
    <KitButton {...asked}>
      <p>{children}</p>
    </KitButton>
  )
}
