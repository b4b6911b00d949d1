'use client'
import { type FormEvent, useState, useSyncExternalStore } from 'react'
import { Button } from '@/components/button'
import { TextField } from '@/components/field'
import { sendCode, signIn } from '@/components/sign-in'

const nothingToFollow = () => () => {}

/** @param owesCode whether somebody came from a provider, and only their code is missing. */
export function SignInForm({ next, owesCode = false }: { next: string; owesCode?: boolean }) {
  const [pending, setPending] = useState(false)
  const [wrong, setWrong] = useState<string | null>(null)
  const [step, setStep] = useState<'password' | 'code'>(owesCode ? 'code' : 'password')
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
    const text = (name: string) => String(new FormData(form).get(name) ?? '')
    const answer = step === 'code' ? await sendCode(text('code')) : await signIn(text('email').trim(), text('password'))
    // A full load, so that nothing of whoever was here before stays in memory.
    if (answer === 'in') return window.location.assign(next)
    setPending(false)
    if (answer === 'code') return setStep('code')
    setWrong(answer.refused)
    const field = form.elements.namedItem(step)
    if (field instanceof HTMLInputElement) field.select()
  }
  return (
    <form method="post" onSubmit={(event) => void submit(event)} className="grid gap-3">
      {step === 'password' ? (
        <>
          <TextField label="E-mail" name="email" type="email" required autoComplete="username" autoFocus spellCheck={false} />
          <TextField label="Password" name="password" type="password" required autoComplete="current-password" />
        </>
      ) : (
        <TextField
          key="code"
          label="Code"
          name="code"
          required
          autoFocus
          autoComplete="one-time-code"
          spellCheck={false}
          hint="Six digits from your authenticator app, or one of your recovery codes."
        />
      )}
      <div role="alert" className="empty:hidden">
        {wrong && <p className="rounded-md border border-l-[3px] border-line border-l-bad bg-bad-soft px-3 py-2.5">{wrong}</p>}
      </div>
      <Button tone="primary" type="submit" pending={pending} disabled={!ready} className="mt-1 w-full">
        {step === 'password' ? 'Sign in' : 'Continue'}
      </Button>
      {step === 'code' && (
        <Button tone="quiet" onClick={() => void startAgain(owesCode)}>
          Start again
        </Button>
      )}
    </form>
  )
}

/** A session that owes a code is ended; what does that is loaded when it is needed. */
async function startAgain(owesCode: boolean): Promise<void> {
  if (!owesCode) return window.location.reload()
  const { signOut } = await import('@/components/sign-out')
  await signOut()
}
