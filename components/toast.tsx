'use client'
import dynamic from 'next/dynamic'
import { createContext, type ReactNode, useCallback, useContext, useState } from 'react'
import type { Tone } from './status'
import type { Told } from './toasts'
import { whenUsed } from './when-used'

type Tell = (tone: Tone, title: string, detail?: string) => void

const Toasts = dynamic(
  whenUsed(() => import('./toasts').then(({ Toasts }) => Toasts)),
  { ssr: false },
)
const Context = createContext<Tell>(() => undefined)

/** Short confirmations at the bottom right. Never the only place where a refusal is said. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const [told, setTold] = useState<readonly Told[]>([])
  const tell = useCallback<Tell>((tone, title, detail) => setTold((before) => [...before, { tone, title, detail }]), [])
  return (
    <Context value={tell}>
      {children}
      {told.length > 0 && <Toasts told={told} />}
    </Context>
  )
}

/** `toast('ok', 'Approved', 'The bank file is made at 16:30.')` */
export const useToast = (): Tell => useContext(Context)
