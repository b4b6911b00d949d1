'use client'
import { type FormEvent, useState } from 'react'
import { Button } from '@/components/button'
import { CopyButton } from '@/components/copy-button'
import { TextField } from '@/components/field'
import { sendCode } from '@/components/sign-in'
import { askAuth } from '../account/ask-auth'
import { QrCode } from './qr-code'

type Given = { uri: string; codes: readonly string[] }

/** First the password, then the secret for the app with the recovery codes, then a code of the app as the proof. */
export function SetUpFactor({ email }: { email: string }) {
  const [given, setGiven] = useState<Given | null>(null)
  const [pending, setPending] = useState(false)
  const [wrong, setWrong] = useState<string | null>(null)
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (pending) return
    const entered = new FormData(event.currentTarget)
    const text = (name: string) => String(entered.get(name) ?? '')
    setPending(true)
    setWrong(null)
    if (given === null) {
      const answer = await askAuth<{ totpURI: string; backupCodes: string[] }>('two-factor/enable', { password: text('password') })
      setPending(false)
      if ('data' in answer) return setGiven({ uri: answer.data.totpURI, codes: answer.data.backupCodes })
      return setWrong(answer.status === 400 ? 'This is not your password.' : answer.sentence)
    }
    const answer = await sendCode(text('code'))
    if (answer === 'in') return window.location.assign('/')
    setPending(false)
    setWrong(answer === 'code' ? null : answer.refused)
  }
  return (
    <form method="post" noValidate onSubmit={(event) => void submit(event)} className="grid gap-3">
      {given === null ? (
        <>
          <input type="email" name="username" value={email} autoComplete="username" readOnly hidden />
          <TextField label="Your password" name="password" type="password" autoComplete="current-password" autoFocus error={wrong} />
        </>
      ) : (
        <Shown given={given} wrong={wrong} />
      )}
      <Button tone="primary" type="submit" pending={pending} className="mt-1 w-full">
        {given === null ? 'Continue' : 'Finish'}
      </Button>
    </form>
  )
}

function Shown({ given: { uri, codes }, wrong }: { given: Given; wrong: string | null }) {
  const secret = new URL(uri).searchParams.get('secret') ?? ''
  return (
    <>
      <p>1. Scan this with the app, or type the secret into it.</p>
      <QrCode text={uri} label="The secret as a QR code" />
      <p className="flex flex-wrap items-center gap-2">
        <span className="mono text-xs [overflow-wrap:anywhere]">{secret}</span>
        <CopyButton text={secret} what="the secret" />
      </p>
      <p>2. Keep these recovery codes where only you find them. Each works once, if you lose your phone.</p>
      <CodeList codes={codes} />
      <TextField
        label="3. Code of the app"
        name="code"
        inputMode="numeric"
        autoComplete="one-time-code"
        hint="The six digits it shows now."
        error={wrong}
      />
    </>
  )
}

/** Recovery codes, to be copied or written down. */
export function CodeList({ codes }: { codes: readonly string[] }) {
  return (
    <>
      <ul aria-label="Recovery codes" className="mono grid grid-cols-2 gap-x-4 gap-y-1 text-xs">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <CopyButton text={codes.join('\n')} what="the recovery codes" />
    </>
  )
}
