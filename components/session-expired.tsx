'use client'
import { useEffect, useRef, useState } from 'react'
import { onSessionExpired } from './api'
import { Button } from './button'
import { DialogFrame } from './dialog'
import { TextField } from './field'
import { Note } from './note'
import { sendCode, signIn } from './sign-in'
import { endSession } from './sign-out'
import { useIdle } from './use-idle'

/**
 * Asks to sign in again when the session ended in the middle of something. The page stays as it is, so nothing typed is
 * lost, and what was asked is then sent again. Only the same person can go on: another one must sign in from the start.
 */
export function SessionExpired({ email, idleMinutes }: { email: string; idleMinutes: number }) {
  const [open, setOpen] = useState(false)
  // Whoever comes by while they are away sees nothing of the page.
  const [away, setAway] = useState(false)
  useIdle(idleMinutes * 60_000, () => {
    void endSession()
    setAway(true)
    setOpen(true)
  })
  const [pending, setPending] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const [step, setStep] = useState<'password' | 'code'>('password')
  const waiting = useRef<((signedIn: boolean) => void)[]>([])
  useEffect(
    () =>
      onSessionExpired(() => {
        setOpen(true)
        return new Promise((resolve) => waiting.current.push(resolve))
      }),
    [],
  )
  const end = (signedIn: boolean) => {
    for (const resolve of waiting.current.splice(0)) resolve(signedIn)
    if (away && !signedIn) return window.location.assign('/sign-in')
    setAway(false)
    setOpen(false)
    setError(null)
    setStep('password')
  }
  const submit = async (entered: string) => {
    setPending(true)
    setError(null)
    const answer = step === 'code' ? await sendCode(entered) : await signIn(email, entered)
    setPending(false)
    if (answer === 'in') end(true)
    else if (answer === 'code') setStep('code')
    else setError(answer.refused)
  }
  return (
    <>
      {away && <div className="fixed inset-0 z-30 bg-bg" />}
      <DialogFrame
        open={open}
        onOpenChange={(next) => !next && end(false)}
        locked={pending}
        title="Sign in again"
        description={`${away ? `You were away for ${idleMinutes} minutes, so you were signed out.` : 'Your session has ended.'} Nothing you typed is lost.`}
        actions={
          <>
            <Button tone="quiet" onClick={() => end(false)}>
              {away ? 'Leave' : 'Not now'}
            </Button>
            <Button tone="primary" type="submit" form="sign-in-again" pending={pending}>
              Sign in and continue
            </Button>
          </>
        }
      >
        <form
          id="sign-in-again"
          className="grid gap-3"
          onSubmit={(event) => {
            event.preventDefault()
            void submit(String(new FormData(event.currentTarget).get(step)))
          }}
        >
          <TextField label="E-mail" name="email" type="email" value={email} readOnly autoComplete="username" />
          <StepField step={step} />
          {error && <Note tone="bad">{error}</Note>}
        </form>
      </DialogFrame>
    </>
  )
}

function StepField({ step }: { step: 'password' | 'code' }) {
  return step === 'password' ? (
    <TextField label="Password" name="password" type="password" required autoComplete="current-password" />
  ) : (
    <TextField
      key="code"
      label="Code"
      name="code"
      required
      autoFocus
      autoComplete="one-time-code"
      hint="Six digits from your authenticator app, or one of your recovery codes."
    />
  )
}
