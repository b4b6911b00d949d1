import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import { may } from '@/access/permissions'
import { ButtonLink } from '@/components/button-link'
import { Note } from '@/components/note'
import { Nothing } from '@/components/nothing'
import { PageHead } from '@/components/page-head'
import { readPreferences } from '@/components/preference-cookies'
import { Section } from '@/components/section'
import { Time } from '@/components/time'
import { differing } from '@/desks/read-freshness'
import { readProgress } from '@/finance/progress'
import { CAUSE_WORDS, CAUSES } from '@/finance/why/causes'
import type { MomentTold, Why } from '@/finance/why/why'
import { judge, withDiffering } from '@/platform/freshness'
import { server } from '../../http/server'
import { MisreadNote } from '../../misread-note'
import { entered } from '../../signed-in'
import { FinanceTabs } from '../finance-tabs'
import { EventsTable, LinesTable, TotalsTable } from './change-tables'
import { type ChangesUrl, changesHref, changesParsers, momentsOf, readChangesUrl } from './changes-url'
import { knownMoments } from './known-moments'
import { MomentForm } from './moment-form'
import { readChanges } from './read-changes'

export const metadata: Metadata = { title: 'Why figures changed' }

export default async function ChangesPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const session = await entered('finance:read')
  if (!session) return null
  const now = new Date()
  const [url, jar] = [await readChangesUrl(searchParams), await cookies()]
  const { timeZone } = readPreferences((name) => jar.get(name)?.value).values
  const { finance, ledger, financeDir } = server()
  const { from, to } = momentsOf(url, timeZone)
  const [choices, progress, open, found] = await Promise.all([
    knownMoments({ ledger, financeDir }),
    readProgress(financeDir),
    differing(ledger),
    from ? readChanges(finance, { ...whichOf(url), from, to, after: url.after ?? 0, companies: session.companies, now }) : null,
  ])
  return (
    <>
      <PageHead
        title="Why did figures change?"
        sub="What was paid, what came back and what banks charged, at two moments: the difference, and the events that made it. Each currency by itself."
        freshness={withDiffering(judge('finance', progress, now), open.finance)}
      />
      <FinanceTabs current="/finance/changes" url={{}} />
      <MisreadNote search={await searchParams} parsers={changesParsers} />
      <MomentForm url={url} choices={choices} timeZone={timeZone} />
      {found === null && (
        <Note tone="info" title="Choose a first moment.">
          The close of a month, figures that were published a moment ago, a time, or the position of a change.
        </Note>
      )}
      {found && 'code' in found && (
        <Note tone={found.code === 'input' ? 'info' : 'warn'} title="There is no answer to this.">
          {found.sentence}
        </Note>
      )}
      {found && !('code' in found) && <Changes found={found} url={{ ...url, from, to }} mayReadPayouts={may(session, 'payouts:read')} />}
      <CausesExplained />
    </>
  )
}

const whichOf = ({ company, corridor, month, currency, kind, cause }: ChangesUrl) => ({
  ...(company && { company }),
  ...(corridor && { corridor }),
  ...(month && { month }),
  ...(currency && { currency }),
  ...(kind && { kind }),
  ...(cause && { cause }),
})

function Changes({ found, url, mayReadPayouts }: { found: Why; url: ChangesUrl; mayReadPayouts: boolean }) {
  const isNarrowed = Object.keys(whichOf(url)).length > 0
  // Pages of events belong to two positions: what is published meanwhile must not move them.
  const fixed = { ...url, to: url.to === 'now' ? found.to.position : url.to }
  return (
    <>
      <p className="mb-3 text-muted">
        From <Moment of={found.from} /> to <Moment of={found.to} />
        {isNarrowed && ` – ${Object.values(whichOf(url)).join(', ')} only. `}
        {isNarrowed && (
          <a className="link" href={changesHref({ from: url.from, to: url.to })}>
            Show all
          </a>
        )}
      </p>
      {found.totals.length === 0 ? (
        <Nothing>None of these figures changed between the two moments.</Nothing>
      ) : (
        <>
          <Section title="What changed">
            <TotalsTable rows={found.totals} url={fixed} />
          </Section>
          <Section title="By company, corridor and month">
            <LinesTable rows={found.lines} url={fixed} />
            {found.lineCount > found.lines.length && (
              <p className="mt-1 text-xs text-muted">
                {found.lineCount} lines changed; those with the largest differences are listed. The totals are of all of them.
              </p>
            )}
          </Section>
          <Section
            title={`${found.eventCount} ${found.eventCount === 1 ? 'change' : 'changes'}${url.cause ? `: ${url.cause}` : ''}`}
            id="events"
          >
            <EventsTable rows={found.events} mayReadPayouts={mayReadPayouts} />
            <div className="mt-2 flex gap-2">
              {url.after !== null && <ButtonLink href={`${changesHref({ ...fixed, after: null })}#events`}>First changes</ButtonLink>}
              {found.next !== null && <ButtonLink href={`${changesHref({ ...fixed, after: found.next })}#events`}>Next changes</ButtonLink>}
            </div>
          </Section>
        </>
      )}
    </>
  )
}

function Moment({ of: { position, at } }: { of: MomentTold }) {
  return (
    <>
      position {position}
      {at && (
        <>
          {' '}
          (<Time at={at} show="full" seconds />)
        </>
      )}
    </>
  )
}

function CausesExplained() {
  return (
    <details className="mt-4 text-xs text-muted">
      <summary className="w-fit cursor-pointer underline underline-offset-2">Details: what the causes mean</summary>
      <dl className="mt-2 grid max-w-[76ch] gap-1">
        {CAUSES.map((cause) => (
          <div key={cause}>
            <dt className="inline font-[550]">{cause}</dt>: <dd className="inline">{CAUSE_WORDS[cause]}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-2 max-w-[76ch]">
        The causes of a figure add up to its difference exactly. Movements count on the day of the bank’s booking, as everywhere in finance.
        Between two positions or times both figures are counted as today; a close or a publication is taken as it was recorded, so that
        another definition shows.
      </p>
    </details>
  )
}
