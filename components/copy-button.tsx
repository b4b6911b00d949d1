'use client'
import { Check, Copy } from 'lucide-react'
import { useState } from 'react'

const SHOWN_MS = 1_500

/** Copies `text`; `what` completes "Copy …". */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(text)
    setCopied(true)
    setTimeout(() => setCopied(false), SHOWN_MS)
  }
  const Icon = copied ? Check : Copy
  return (
    <button
      type="button"
      onClick={() => void copy()}
      aria-label={copied ? 'Copied' : `Copy ${what}`}
      className="no-print -my-1 grid size-6 flex-none place-items-center rounded-sm text-faint hover:bg-sunken hover:text-ink"
    >
      <Icon aria-hidden="true" className="size-3.5" />
    </button>
  )
}
