'use client'
import { TextArea } from './field'

const CHARACTERS_MIN = 3
const CHARACTERS_MAX = 500

type Props = { label?: string; value: string; onChange: (reason: string) => void; hint?: string }

/** Why something is done, for whoever reads it later. The server asks for the same length (`app/http/inputs.ts`). */
export function ReasonField({ label = 'Reason', value, onChange, hint }: Props) {
  return <TextArea label={label} hint={hint} value={value} maxLength={CHARACTERS_MAX} onChange={(event) => onChange(event.target.value)} />
}

/** Why it cannot be confirmed yet, for a button. */
export const reasonMissing = (reason: string): string | undefined =>
  reason.trim().length < CHARACTERS_MIN ? 'Give a reason first' : undefined
