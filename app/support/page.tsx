import { cookies } from 'next/headers'
import { redirect } from 'next/navigation'
import { may } from '@/access/permissions'
import { server } from '@/app/http/server'
import { viewerOf } from '@/app/http/viewer'
import { signedIn } from '@/app/signed-in'
import { FoldOnPhone } from '@/components/fold-on-phone'
import { lastKnownAge } from '@/components/last-known'
import { Note } from '@/components/note'
import { PageHead } from '@/components/page-head'
import { readPreferences } from '@/components/preference-cookies'
import { Refresher } from '@/components/refresher'
import { BigSearch } from '@/components/search-box'
import { Columns } from '@/components/section'
import { spanWords } from '@/components/time-words'
import { findPayouts } from '@/desks/support/find-payouts'
import { readWholeReference } from '@/payroll/runs/whole-reference'
import { isWithheld } from '@/platform/freshness'
import { Facets } from './facets'
import { FilterHelp } from './filter-help'
import { Meanings } from './meanings'
import { QueryPills } from './query-pills'
import { Results } from './results'

type Search = { q?: string; sort?: string; cursor?: string; after?: string }

export const metadata = { title: 'Payouts' }

/** Younger counts are as good as those of this moment. */
const SAID_AGE_SECONDS = 5

const HINT = 'A name, a reference or its last digits, an account, status:failed country:es amount:>1000 last:24h'

export default async function SupportPage({ searchParams }: { searchParams: Promise<Search> }) {
  const session = await signedIn()
  if (!may(session, 'search:read')) return null
  const { q: typed = '', sort: wantedSort, cursor = null, after = null } = await searchParams
  const q = String(typed).slice(0, 500)
  const sort = wantedSort === 'newest' ? 'newest' : 'best'
  const { ledger } = server()
  const named = cursor === null && after === null ? await readWholeReference(ledger, viewerOf(session), q) : null
  if (named?.what === 'payout') redirect(`/payouts/${named.id}`)
  if (named?.what === 'run' && may(session, 'runs:read')) redirect(`/payroll/runs/${named.id}`)
  const jar = await cookies()
  const { timeZone } = readPreferences((name) => jar.get(name)?.value).values
  const found = await findPayouts(server(), session, { q, sort, cursor, after, timeZone }, new Date())
  const isDown = found.freshness.state === 'down'
  const isFilled = found.readFrom === 'search' || isDown
  return (
    <>
      <PageHead title="Payouts" freshness={found.freshness} />
      <BigSearch defaultValue={q} label={HINT} hidden={sort === 'newest' ? { sort } : {}} />
      {isDown && (
        <Note tone="bad" title="Search is down.">
          You can still find a payout by its whole reference, payout id or account number, but not by name.
        </Note>
      )}
      {!isFilled && (
        <Note tone="warn" title="Search is not ready yet.">
          Until it is, you can find a payout by its whole reference, payout id or account number, but not by name.
        </Note>
      )}
      {found.ignored.length > 0 && (
        <Note tone="info" title="Ignored, not understood:">
          {found.ignored.map(({ part, reason }) => `${part} (${reason})`).join('; ')}
        </Note>
      )}
      {found.afterSatisfied === false && found.readFrom === 'search' && (
        <Note tone="warn" title="Your last change is not in these results yet.">
          It is saved. Search is still catching up.
        </Note>
      )}
      <Meanings q={q} sort={sort} meanings={found.meanings} />
      <QueryPills q={q} sort={sort} found={found} />
      <Columns
        narrow
        aside={
          <FoldOnPhone label="Filters">
            <div className={isWithheld(found.freshness) ? 'withheld' : undefined}>
              {isWithheld(found.freshness) && (
                <p className="mb-2 text-xs text-muted">Last known counts, {lastKnownAge(found.freshness)}.</p>
              )}
              {found.facetsAgeSeconds >= SAID_AGE_SECONDS && (
                <p className="mb-2 text-xs text-muted">Counted {spanWords(found.facetsAgeSeconds * 1_000)} ago.</p>
              )}
              <Facets q={q} sort={sort} facets={found.facets} />
            </div>
            <FilterHelp />
          </FoldOnPhone>
        }
      >
        <Results q={q} sort={sort} found={found} isFirstPage={cursor === null} />
      </Columns>
      <Refresher everyMs={10_000} />
    </>
  )
}
