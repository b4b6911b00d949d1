'use client'
import { type FormEvent, useState } from 'react'
import { Button } from '@/components/button'
import { TextField } from '@/components/field'
import { useToast } from '@/components/toast'
import { askAuth } from './ask-auth'

const CHARACTERS_MIN = 12

type Wrong = { current?: string; chosen?: string; again?: string }

/** Another password, by who knows the present one. Every other session ends. */
export function PasswordForm({ email }: { email: string }) {
  const [pending, setPending] = useState(false)
  const [wrong, setWrong] = useState<Wrong>({})
  const toast = useToast()
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (pending) return
    const form = event.currentTarget
    const text = (name: string) => String(new FormData(form).get(name) ?? '')
    if (text('chosen').length < CHARACTERS_MIN) return setWrong({ chosen: `Use at least ${CHARACTERS_MIN} characters.` })
    if (text('chosen') !== text('again')) return setWrong({ again: 'The two passwords are not the same.' })
    setPending(true)
    setWrong({})
    const answer = await askAuth('change-password', { currentPassword: text('current'), newPassword: text('chosen') })
    setPending(false)
    if ('status' in answer) return setWrong({ current: answer.status === 400 ? 'This is not your present password.' : answer.sentence })
    form.reset()
    toast('ok', 'Password changed', 'You are signed out everywhere else.')
  }
  return (
    <form method="post" noValidate onSubmit={(event) => void submit(event)} className="grid max-w-sm gap-3">
      <input type="email" name="username" value={email} autoComplete="username" readOnly hidden />
      <TextField label="Present password" name="current" type="password" autoComplete="current-password" error={wrong.current} />
      <TextField
        label="New password"
        name="chosen"
        type="password"
        autoComplete="new-password"
        hint="At least 12 characters. Three or four words are good."
        error={wrong.chosen}
      />
      <TextField label="New password again" name="again" type="password" autoComplete="new-password" error={wrong.again} />
      <div>
        <Button type="submit" pending={pending}>
          Change the password
        </Button>
      </div>
    </form>
  )
}
