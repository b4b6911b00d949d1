'use client'
import { useState } from 'react'
import { Button } from '@/components/button'

/** Leads to the OpenID Connect provider, and from there to `next`. */
export function OidcButton({ name, next }: { name: string; next: string }) {
  const [pending, setPending] = useState(false)
  const [wrong, setWrong] = useState<string | null>(null)
  const go = async () => {
    setPending(true)
    setWrong(null)
    const answer = await askWhere(next)
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

async function askWhere(next: string): Promise<{ url: string } | { refused: string }> {
  const response = await fetch('/api/auth/sign-in/oidc', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ next }),
  }).catch(() => null)
  if (response === null) return { refused: 'The server cannot be reached. Try again in a moment.' }
  if (response.ok) return (await response.json()) as { url: string }
  // Whoever signs in waits for what this page loads, and is seldom refused.
  const { readProblem } = await import('@/components/api-problem')
  const { detail, title } = await readProblem(response)
  return { refused: detail ?? title }
}
