'use client'
import { type FormEvent, useState } from 'react'
import { Button } from '@/components/button'
import { TextField } from '@/components/field'
import { CodeList } from '../second-factor/set-up-factor'
import { askAuth } from './ask-auth'

/** New recovery codes for the second factor; the old ones stop working. */
export function RecoveryCodes() {
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  const [pending, setPending] = useState(false)
  const [wrong, setWrong] = useState<string | null>(null)
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (pending) return
    const password = String(new FormData(event.currentTarget).get('password') ?? '')
    setPending(true)
    setWrong(null)
    const answer = await askAuth<{ backupCodes: string[] }>('two-factor/generate-backup-codes', { password })
    setPending(false)
    if ('data' in answer) return setCodes(answer.data.backupCodes)
    setWrong(answer.status === 400 ? 'This is not your password.' : answer.sentence)
  }
  if (codes !== null)
    return (
      <div className="grid max-w-sm gap-3">
        <p>Keep these where only you find them. Each works once; the old ones no longer do.</p>
        <CodeList codes={codes} />
      </div>
    )
  return (
    <form method="post" noValidate onSubmit={(event) => void submit(event)} className="grid max-w-sm gap-3">
      <TextField label="Your password" name="password" type="password" autoComplete="current-password" error={wrong} />
      <div>
        <Button type="submit" pending={pending}>
          Make new recovery codes
        </Button>
      </div>
    </form>
  )
}
