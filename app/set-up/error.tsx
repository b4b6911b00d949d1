'use client'
import { DeskError } from '../desk-error'

export default function SetUpError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return <DeskError title="The set-up could not be loaded" error={error} reset={reset} />
}
