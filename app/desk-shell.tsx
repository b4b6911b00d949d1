import { cookies, headers } from 'next/headers'
import type { ReactNode } from 'react'
import { may, type Permission, permits, yourRoles } from '@/access/permissions'
import { Forbidden } from '@/components/empty'
import { readPreferences } from '@/components/preference-cookies'
import { SearchBox } from '@/components/search-box'
import { Shell } from '@/components/shell'
import { deskCounts } from './desk-counts'
import { DeskProviders } from './desk-providers'
import { desksOf } from './desks'
import { server } from './http/server'
import { signedIn } from './signed-in'

/**
 * The shell in a desk's layout: the desks this person may enter, with what waits for them there, or the words that this one is not theirs.
 * It shows; each page authorises its own reads.
 */
export async function DeskShell({
  needs,
  now,
  banner,
  children,
}: {
  needs: Permission
  now: Date
  banner?: ReactNode
  children: ReactNode
}) {
  const session = await signedIn()
  const { name, email, roles } = session
  const [counts, jar, head] = await Promise.all([deskCounts(session), cookies(), headers()])
  const { values, timeZoneKnown } = readPreferences((name) => jar.get(name)?.value)
  return (
    <DeskProviders nonce={head.get('x-nonce') ?? undefined} preferences={values} timeZoneKnown={timeZoneKnown} renderedAt={now.getTime()}>
      <Shell
        desks={desksOf(session).map(({ href, label, icon }) => ({ href, label, icon, count: counts[href] }))}
        user={{ name, email, roles, href: '/account' }}
        search={may(session, 'search:read') ? <SearchBox action="/support" /> : null}
        banner={banner}
        idleMinutes={server().sessionIdleMs / 60_000}
      >
        {permits(session, needs) ? (
          children
        ) : (
          <Forbidden level="h1" title="You don’t have access to this page">
            {may(session, needs)
              ? 'It shows all companies together, and you only work for some of them.'
              : yourRoles(session, 'does not include it.', 'do not include it.')}{' '}
            An administrator can change that.
          </Forbidden>
        )}
      </Shell>
    </DeskProviders>
  )
}
