'use client'
import { type FormEvent, useState, useSyncExternalStore } from 'react'
import { api } from '@/components/api'
import { ApiLost, ApiProblem } from '@/components/api-problem'
import { Button } from '@/components/button'
import { TextField } from '@/components/field'
import { Note } from '@/components/note'

const nothingToFollow = () => () => {}

export function SignInForm({ next }: { next: string }) {
  const [pending, setPending] = useState(false)
  const [wrong, setWrong] = useState<string | null>(null)
  // Until the script is there, a press would send the form as a plain page request.
  const ready = useSyncExternalStore(
    nothingToFollow,
    () => true,
    () => false,
  )
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (pending) return
    setPending(true)
    setWrong(null)
    const form = event.currentTarget
    const { email, password } = Object.fromEntries(new FormData(form))
    const failure = await signIn(String(email).trim(), String(password))
    // A full load, so that nothing of whoever was here before stays in memory.
    if (failure === null) return window.location.assign(next)
    setWrong(failure)
    setPending(false)
    const field = form.elements.namedItem('password')
    if (field instanceof HTMLInputElement) field.select()
  }
  return (
    <form method="post" onSubmit={(event) => void submit(event)} className="grid gap-3">
      <TextField label="E-mail" name="email" type="email" required autoComplete="username" autoFocus spellCheck={false} />
      <TextField label="Password" name="password" type="password" required autoComplete="current-password" />
      <div role="alert" className="empty:hidden">
        {wrong && <Note tone="bad">{wrong}</Note>}
      </div>
      <Button tone="primary" type="submit" pending={pending} disabled={!ready} className="mt-1 w-full">
        Sign in
      </Button>
    </form>
  )
}

/** Null when it worked, else one sentence. It never says which of the two was wrong. */
async function signIn(email: string, password: string): Promise<string | null> {
  try {
    await api('/api/auth/sign-in/email', { method: 'POST', body: { email, password } })
    return null
  } catch (error) {
    if (error instanceof ApiLost) return 'The server cannot be reached. Try again in a moment.'
    if (!(error instanceof ApiProblem)) throw error
    if (error.status === 401) return 'The e-mail address or the password is wrong.'
    if (error.status === 429) return error.detail ?? 'Too many failed sign-ins. Wait ten minutes.'
    return error.status >= 500 ? 'You cannot sign in right now. Try again in a moment.' : error.title
  }
}
