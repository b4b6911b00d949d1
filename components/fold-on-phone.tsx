'use client'
import { ChevronDown } from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'

/** Beside the content it is simply there; in a small window, where it would push the content away, it opens by its name. */
export function FoldOnPhone({ label, children }: { label: string; children: ReactNode }) {
  const [open, setOpen] = useState(false)
  const id = useId()
  return (
    <>
      <button
        type="button"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
        className="flex h-8 w-full items-center justify-between rounded-md border border-line-strong bg-surface px-3 font-medium lg:hidden"
      >
        {label}
        <ChevronDown aria-hidden="true" className={open ? 'size-4 rotate-180' : 'size-4'} />
      </button>
      <div id={id} className={open ? 'max-lg:pt-4' : 'max-lg:hidden'}>
        {children}
      </div>
    </>
  )
}
