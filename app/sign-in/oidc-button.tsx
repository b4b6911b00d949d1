'use client'
import { useState } from 'react'
import { Button } from '@/components/button'
import { askProvider } from '@/components/sign-in'

/** Leads to the OpenID Connect provider, and from there to `next`. */
export function OidcButton({ name, next }: { name: string; next: string }) {
  const [pending, setPending] = useState(false)
  const [wrong, setWrong] = useState<string | null>(null)
  const go = async () => {
    setPending(true)
    setWrong(null)
    const answer = await askProvider(next)
    if ('url' in answer) return window.location.assign(answer.url)
    setPending(false)
    setWrong(answer.refused)
  }
  return (
    <div className="mt-5 grid gap-3 border-t border-line pt-5">
      <div role="alert" className="empty:hidden">
        {wrong && <p className="rounded-md border border-l-[3px] border-line border-l-bad bg-bad-soft px-3 py-2.5">{wrong}</p>}
      </div>
      <Button
        pending={pending}
        onClick={() => void go()}
        className="h-auto! min-h-9 w-full py-1.5 [overflow-wrap:anywhere] whitespace-normal!"
      >
        Continue with {name}
      </Button>
    </div>
  )
}
