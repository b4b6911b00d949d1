'use client'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { callApi } from '@/app/call-api'
import { Button } from '@/components/button'
import { ReasonDialog } from '@/components/reason-dialog'
import { spanWords } from '@/components/time-words'
import type { Meant } from '@/desks/operations/read-letters'
import { COPY_WORDS } from '../letter-words'

type Props = { meant: Meant; count: number; canBeRedriven: boolean; expectedMs: number | null }
type Act = 'redrives' | 'discards'

/** Reads letters again, or asks that they are given up. */
export function LetterActions({ meant, count, canBeRedriven, expectedMs }: Props) {
  const [act, setAct] = useState<Act | null>(null)
  return (
    <>
      {canBeRedriven && <Button onClick={() => setAct('redrives')}>Redrive…</Button>}
      <Button tone="quiet" onClick={() => setAct('discards')}>
        Discard…
      </Button>
      {act && <Ask act={act} meant={meant} count={count} expectedMs={expectedMs} onClose={() => setAct(null)} />}
    </>
  )
}

function Ask({ act, meant, count, expectedMs, onClose }: Omit<Props, 'canBeRedriven'> & { act: Act; onClose: () => void }) {
  const router = useRouter()
  return (
    <ReasonDialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      {...(act === 'redrives' ? redriveWords(meant, count, expectedMs) : discardWords(meant, count))}
      tone={act === 'discards' ? 'danger' : 'primary'}
      reason="required"
      act={(reason, idempotencyKey) => callApi(`POST /api/operations/dead-letters/${act}`, { body: { ...meant, reason }, idempotencyKey })}
      onDone={({ data }) => router.push(`/operations/repairs/${data.id}`)}
    />
  )
}

const events = (count: number): string => (count === 1 ? 'This event' : `${count.toLocaleString('en')} events`)

function redriveWords({ copy }: Meant, count: number, expectedMs: number | null) {
  const howLong =
    expectedMs === null
      ? 'Nobody has measured yet how long that takes.'
      : `About ${spanWords(Math.max(1_000, expectedMs))}, as the last time.`
  return {
    title: count === 1 ? 'Redrive the letter' : 'Redrive the letters',
    description: `${events(count)} ${count === 1 ? 'is' : 'are'} read again from Kafka and handed to ${COPY_WORDS[copy]}. ${howLong} People go on working with it all the while. An older event never takes the place of a newer one. A letter is settled only when its payout is found equal to the ledger; one that fails again stays open.`,
    confirmLabel: 'Redrive',
  }
}

function discardWords({ copy }: Meant, count: number) {
  return {
    title: count === 1 ? 'Discard the letter' : 'Discard the letters',
    description: `${COPY_WORDS[copy]} will lack ${count === 1 ? 'this event' : `these ${count.toLocaleString('en')} events`} for ever, and calls itself complete without ${count === 1 ? 'it' : 'them'}. A second person has to confirm that. Both names and the reason stay on the page for good. The ledger is not touched.`,
    confirmLabel: 'Ask to discard',
  }
}
