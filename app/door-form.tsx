'use client'
import { type FormEvent, useState, useSyncExternalStore } from 'react'
import { ApiProblem } from '@/components/api-problem'
import { Button } from '@/components/button'
import { TextField } from '@/components/field'
import { signIn } from '@/components/sign-in'

type Entered = { name: string; email: string; password: string }
type Props = {
  /** Known from the link; null asks for name and e-mail address. */
  email: string | null
  submitLabel: string
  send: (entered: Entered) => Promise<unknown>
}

const nothingToFollow = () => () => {}

/** Chooses a password, typed twice, and signs in with it. */
export function DoorForm({ email, submitLabel, send }: Props) {
  const [pending, setPending] = useState(false)
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({})
  const ready = useSyncExternalStore(
    nothingToFollow,
    () => true,
    () => false,
  )
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (pending) return
    const data = new FormData(event.currentTarget)
    const text = (name: string) => String(data.get(name) ?? '')
    if (text('password') !== text('again')) return setErrors({ again: 'The two passwords are not the same.' })
    const entered = { name: text('name').trim(), email: email ?? text('email').trim(), password: text('password') }
    setPending(true)
    setErrors({})
    const wrong = await send(entered).then(
      () => null,
      (error: unknown) => errorsOf(error),
    )
    if (wrong === null) {
      const signedIn = await signIn(entered.email, entered.password)
      return window.location.assign(signedIn === 'in' ? '/' : '/sign-in')
    }
    setErrors(wrong)
    setPending(false)
  }
  return (
    <form method="post" noValidate onSubmit={(event) => void submit(event)} className="grid gap-3">
      {email === null ? (
        <>
          <TextField label="Your name" name="name" autoComplete="name" error={errors.name} autoFocus />
          <TextField label="E-mail" name="email" type="email" autoComplete="username" spellCheck={false} error={errors.email} />
        </>
      ) : (
        <input type="email" name="username" value={email} autoComplete="username" readOnly hidden />
      )}
      <TextField
        label="Password"
        name="password"
        type="password"
        autoComplete="new-password"
        hint="At least 12 characters. Three or four words are good."
        error={errors.password}
        autoFocus={email !== null}
      />
      <TextField label="Password again" name="again" type="password" autoComplete="new-password" error={errors.again} />
      <div role="alert" className="empty:hidden">
        {errors.whole && (
          <p className="rounded-md border border-l-[3px] border-line border-l-bad bg-bad-soft px-3 py-2.5">{errors.whole}</p>
        )}
      </div>
      <Button tone="primary" type="submit" pending={pending} disabled={!ready} className="mt-1 w-full">
        {submitLabel}
      </Button>
    </form>
  )
}

/** By field; what is about none of them is under `whole`. */
function errorsOf(error: unknown): Record<string, string> {
  if (!(error instanceof ApiProblem)) return { whole: 'The server cannot be reached. Try again in a moment.' }
  const byField = error.errors.flatMap(({ field, reason }) => (field ? [[field, reason] as const] : []))
  return byField.length > 0 ? Object.fromEntries(byField) : { whole: error.detail ?? error.title }
}
