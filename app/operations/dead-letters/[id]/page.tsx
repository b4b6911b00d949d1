import Link from 'next/link'
import { notFound } from 'next/navigation'
import { may, permits } from '@/access/permissions'
import { server } from '@/app/http/server'
import { signedIn } from '@/app/signed-in'
import { Facts } from '@/components/facts'
import { Note } from '@/components/note'
import { PageHead } from '@/components/page-head'
import { Section } from '@/components/section'
import { Status } from '@/components/status'
import { Time } from '@/components/time'
import { type HoldsUp, type LookedAt, lookAtLetter } from '@/desks/operations/look-at-letter'
import { readLetter } from '@/desks/operations/read-letters'
import { letterKeyOf } from '@/events/dead-letter'
import { COPY_WORDS, groupHref, LETTER_CAUSE_WORDS, letterState } from '../../letter-words'
import { LetterActions } from '../letter-actions'
import { TryLetter } from './try-letter'

export const metadata = { title: 'Dead letter' }

/** One letter: where it lies, what it says, why it could not be taken, and what it holds up. */
export default async function LetterPage({ params }: { params: Promise<{ id: string }> }) {
  const session = await signedIn()
  if (!permits(session, 'operations:read')) return null
  const key = letterKeyOf((await params).id)
  const found = key && (await readLetter(server(), key))
  if (!found) notFound()
  const letter = await lookAtLetter(server(), found)
  const { copy, partition, offset, position, after, cause, schema, at, settled, holdsUp } = letter
  const { word, sentence } = LETTER_CAUSE_WORDS[cause]
  const state = letterState(letter)
  const mayAct = may(session, 'operations:act') && settled === null
  return (
    <>
      <PageHead
        crumbs={[
          { label: 'Pipeline', href: '/operations' },
          { label: word, href: groupHref({ copy, cause, schema }) },
        ]}
        title={word}
        reference={letter.id}
        sub={`An event that ${COPY_WORDS[copy].toLowerCase()} could not take`}
        actions={
          mayAct && (
            <LetterActions
              meant={{ copy, cause, schema, id: letter.id }}
              count={1}
              canBeRedriven={letter.canBeRedriven}
              expectedMs={null}
            />
          )
        }
      />
      <WhatBecame of={letter} />
      <Facts
        facts={[
          { label: 'State', value: <Status tone={state.tone}>{state.word}</Status> },
          {
            label: 'Position',
            value: position === null ? 'none' : Number(position).toLocaleString('en'),
            note: `after ${Number(after).toLocaleString('en')}`,
          },
          { label: 'Partition', value: partition, note: `offset ${Number(offset).toLocaleString('en')}` },
          { label: 'Came', value: <Time at={at} seconds /> },
        ]}
      />
      <Section title="Why it could not be taken">
        <p>{sentence}</p>
        <p className="mono mt-2 text-muted [overflow-wrap:anywhere]">{letter.reason}</p>
      </Section>
      <Section title="What it holds up">
        <p>{holdsUpWords(letter, holdsUp)}</p>
      </Section>
      {mayAct && (
        <Section title="What if it were read today?">
          <TryLetter id={letter.id} />
        </Section>
      )}
      <Section title="What it says">
        <Bytes of={letter} />
      </Section>
    </>
  )
}

function WhatBecame({ of: { settled, tried, decision } }: { of: LookedAt }) {
  const report = (id: string) => (
    <Link className="link" href={`/operations/repairs/${id}`}>
      Report
    </Link>
  )
  if (decision) {
    const { askedBy, confirmedBy, reason, repairId } = decision
    const title =
      confirmedBy === null
        ? `${askedBy} asks to discard it, and a second person has to confirm that.`
        : `${askedBy} and ${confirmedBy} discarded it.`
    return (
      <Note tone="warn" title={title} action={report(repairId)}>
        “{reason}”
      </Note>
    )
  }
  if (settled?.how === 'applied')
    return <Note tone="ok" title="It was read again, and its payout is equal to the ledger." action={report(settled.repairId)} />
  if (tried?.reason) {
    return (
      <Note tone="bad" title="It was read again and failed again." action={report(tried.repairId)}>
        {tried.reason}
      </Note>
    )
  }
  return null
}

function holdsUpWords({ copy, settled, position }: LookedAt, { payoutId, version, heldVersion }: HoldsUp): string {
  const name = COPY_WORDS[copy]
  if (settled !== null) return 'Nothing any more.'
  const whole = `${name} calls itself incomplete until it is settled.`
  if (position === null) return `${whole} No event of the ledger is missing by it.`
  if (payoutId === null) return `${whole} Which payout it is of cannot be read.`
  if (heldVersion === null) return `${whole} It says that it is of payout ${payoutId}, which ${name} does not have.`
  if (version !== null && heldVersion >= version)
    return `${whole} It says that it is of payout ${payoutId}, version ${version}; ${name} already has version ${heldVersion}.`
  return `${whole} It says that it is of payout ${payoutId}, version ${version ?? 'unknown'}; ${name} shows version ${heldVersion}.`
}

function Bytes({ of: { shown } }: { of: LookedAt }) {
  const { bytes, sha256, form, lines, isCut } = shown
  if (form === null) return <p>Nothing: the message has no value.</p>
  return (
    <>
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
        tabIndex={0}
        aria-label="Bytes, masked"
        className="max-h-96 overflow-auto rounded-md border border-line bg-surface p-3"
      >
        <pre className="mono text-xs">{lines.join('\n')}</pre>
      </section>
      <p className="mt-2 text-xs text-muted [overflow-wrap:anywhere]">
        {bytes.toLocaleString('en')} bytes{isCut && ', of which this is the beginning'}. SHA-256 {sha256}. Names and accounts are not shown
        here
        {form === 'hex' && ': letters and digits that may be someone’s are told as ··'}.
      </p>
    </>
  )
}
