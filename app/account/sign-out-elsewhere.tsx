'use client'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Button } from '@/components/button'
import { useToast } from '@/components/toast'
import { askAuth } from './ask-auth'

/** Ends one's other sessions: on a machine that was left, or of whoever should not be there. */
export function SignOutElsewhere() {
  const [pending, setPending] = useState(false)
  const router = useRouter()
  const toast = useToast()
  const end = async () => {
    setPending(true)
    const answer = await askAuth('revoke-other-sessions', {})
    setPending(false)
    if ('status' in answer) return toast('bad', 'You are still signed in elsewhere', answer.sentence)
    toast('ok', 'Signed out everywhere else')
    router.refresh()
  }
  return (
    <Button pending={pending} onClick={() => void end()}>
      Sign out everywhere else
    </Button>
  )
}
