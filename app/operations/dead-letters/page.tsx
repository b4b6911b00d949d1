import Link from 'next/link'
import { notFound } from 'next/navigation'
import { may, permits } from '@/access/permissions'
import { letterQuery } from '@/app/http/letter-inputs'
import { server } from '@/app/http/server'
import { signedIn } from '@/app/signed-in'
import { ButtonLink } from '@/components/button-link'
import { type Column, DataTable } from '@/components/data-table'
import { Facts } from '@/components/facts'
import { Nothing } from '@/components/nothing'
import { PageHead } from '@/components/page-head'
import { Section } from '@/components/section'
import { Status } from '@/components/status'
import { Time } from '@/components/time'
import { type ListedLetter, listLetters, readLetterGroups } from '@/desks/operations/read-letters'
import { canBeRedriven, NO_SCHEMA } from '@/events/dead-letter'
import { DeadLetters } from '../dead-letters'
import { COPY_WORDS, groupHref, LETTER_CAUSE_WORDS, letterPlace, letterState } from '../letter-words'
import { LetterActions } from './letter-actions'

export const metadata = { title: 'Dead letters' }

const COLUMNS: readonly Column<ListedLetter>[] = [
  {
    id: 'place',
    header: 'Position',
    phone: 'lead',
    cell: (letter) => (
      <Link className="link mono" href={`/operations/dead-letters/${letter.id}`} prefetch={false}>
        {letterPlace(letter)}
      </Link>
    ),
  },
  {
    id: 'reason',
    header: 'Reason',
    shrinks: true,
    phone: 'detail',
    cell: ({ reason, tried }) => <span className="block py-1.5 whitespace-normal [overflow-wrap:anywhere]">{tried?.reason ?? reason}</span>,
  },
  {
    id: 'state',
    header: 'State',
    phone: 'money',
    cell: (letter) => <Status tone={letterState(letter).tone}>{letterState(letter).word}</Status>,
  },
  { id: 'at', header: 'Came', align: 'end', phone: 'aside', cell: ({ at }) => <Time at={at} seconds /> },
]

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

/** The letters of one cause, page by page; without one named, what causes there are. */
export default async function DeadLettersPage({ searchParams }: Props) {
  const session = await signedIn()
  if (!permits(session, 'operations:read')) return null
  const asked = await searchParams
  if (asked.copy === undefined) {
    return (
      <>
        <PageHead crumbs={[{ label: 'Pipeline', href: '/operations' }]} title="Dead letters" sub="Events that a copy could not take." />
        <DeadLetters />
      </>
    )
  }
  const query = letterQuery.safeParse(asked).data
  if (!query?.cause) notFound()
  return (
    <Group
      {...query}
      cause={query.cause}
      schema={query.schema ?? NO_SCHEMA}
      after={query.after ?? null}
      mayAct={may(session, 'operations:act')}
    />
  )
}

type Asked = Parameters<typeof listLetters>[1]

async function Group({ mayAct, ...asked }: Asked & { cause: ListedLetter['cause']; mayAct: boolean }) {
  const { copy, cause, schema, state } = asked
  const [{ letters, next }, { groups, perSecond }] = await Promise.all([
    listLetters(server(), asked),
    readLetterGroups(server(), new Date()),
  ])
  const group = groups.find((each) => each.copy === copy && each.cause === cause && (each.schema ?? NO_SCHEMA) === schema)
  const { word, sentence } = LETTER_CAUSE_WORDS[cause]
  const rate = perSecond[copy]
  const href = groupHref({ copy, cause, schema })
  return (
    <>
      <PageHead
        crumbs={[
          { label: 'Pipeline', href: '/operations' },
          { label: 'Dead letters', href: '/operations/dead-letters' },
        ]}
        title={word}
        sub={`${COPY_WORDS[copy]}${schema === NO_SCHEMA ? '' : `, ${schema}`}`}
        actions={
          mayAct &&
          group && (
            <LetterActions
              meant={{ copy, cause, schema, id: null }}
              count={group.count}
              canBeRedriven={canBeRedriven(cause)}
              expectedMs={rate && Math.round((group.count / rate) * 1_000)}
            />
          )
        }
      />
      <p className="mb-4">{sentence}</p>
      {group && (
        <Facts
          facts={[
            { label: 'Open', value: group.count.toLocaleString('en') },
            { label: 'In the last hour', value: group.lastHour.toLocaleString('en') },
            { label: 'Oldest', value: <Time at={group.oldestAt} seconds /> },
            { label: 'Newest', value: <Time at={group.newestAt} seconds /> },
          ]}
        />
      )}
      <Section
        title={state === 'open' ? 'Open letters' : 'Settled letters'}
        actions={
          <ButtonLink href={state === 'open' ? `${href}&state=settled` : href}>
            {state === 'open' ? 'Show settled' : 'Show open'}
          </ButtonLink>
        }
      >
        <DataTable caption="Letters" columns={COLUMNS} rows={letters} rowKey={({ id }) => id} empty={<Nothing>None.</Nothing>} />
        {next && (
          <div className="mt-3">
            <ButtonLink href={`${href}&state=${state}&after=${encodeURIComponent(next)}`}>Older ones</ButtonLink>
          </div>
        )}
      </Section>
    </>
  )
}
