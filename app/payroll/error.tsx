'use client'
import { DeskError } from '../desk-error'

export default function PayrollError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return <DeskError title="The page could not be loaded" error={error} reset={reset} />
}
