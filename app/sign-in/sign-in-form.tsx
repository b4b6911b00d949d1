'use client'
import { type FormEvent, useState, useSyncExternalStore } from 'react'
import { Button } from '@/components/button'
import { TextField } from '@/components/field'
import { signIn } from '@/components/sign-in'

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
        {wrong && <p className="rounded-md border border-l-[3px] border-line border-l-bad bg-bad-soft px-3 py-2.5">{wrong}</p>}
      </div>
      <Button tone="primary" type="submit" pending={pending} disabled={!ready} className="mt-1 w-full">
        Sign in
      </Button>
    </form>
  )
}
