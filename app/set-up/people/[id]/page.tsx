import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { KeysTable } from '@/app/account/keys-table'
import type { ApiKey } from '@/app/http/answers/api-key'
import { server } from '@/app/http/server'
import { entered } from '@/app/signed-in'
import { ButtonLink } from '@/components/button-link'
import { CopyButton } from '@/components/copy-button'
import type { Fact } from '@/components/facts'
import { Note } from '@/components/note'
import { Section } from '@/components/section'
import { Time } from '@/components/time'
import { listApiKeys } from '@/payroll/set-up/api-keys'
import { listChanges } from '@/payroll/set-up/changes'
import { companiesThatNeed } from '@/payroll/set-up/companies'
import { readSetUpHistory } from '@/payroll/set-up/history'
import { type OpenLink, type PersonDetail, readPerson } from '@/payroll/set-up/people'
import { tokenOf } from '@/payroll/set-up/sign-in-links'
import { ActButton } from '../../act-button'
import { ChangeButton } from '../../change-button'
import { companyChoices } from '../../company-choices'
import { SubjectPage } from '../../subject-page'
import { accessFacts, signInFacts } from '../access-facts'
import { needingWords } from '../companies-words'
import { ServicePage } from './service-page'
import { SessionsTable } from './sessions-table'

export const metadata: Metadata = { title: 'Person' }

export default async function PersonPage({ params }: { params: Promise<{ id: string }> }) {
  const session = await entered('set-up:read')
  if (!session) return null
  const { ledger, appUrl, secret, sendsMail } = server()
  const { id } = await params
  const now = new Date()
  const person = await readPerson(ledger, decodeURIComponent(id), now)
  if (!person) notFound()
  const [history, changes, listed, needing] = await Promise.all([
    readSetUpHistory(ledger, person.id, person.email),
    listChanges(ledger, person.id),
    listApiKeys(ledger, person.id, now),
    companiesThatNeed(ledger, person.id),
  ])
  const keys = listed as ApiKey[]
  if (person.kind === 'service') {
    const own = person.companies.map((company) => ({ value: company.id, label: company.name }))
    const companies = own.length > 0 ? { options: own, total: own.length } : await companyChoices()
    return <ServicePage {...{ service: person, keys, history, changes, companies, now }} />
  }
  return (
    <SubjectPage
      list="people"
      name={person.name}
      reference={person.email}
      actions={<PersonActions person={person} isMe={person.id === session.userId} needing={needing} />}
      facts={factsOf(person)}
      {...{ changes, history, now }}
      note={
        person.link &&
        (sendsMail ? (
          <SentNote link={person.link} person={person} />
        ) : (
          <LinkNote link={person.link} url={`${appUrl}/choose-password?token=${tokenOf(person.link.id, secret)}`} name={person.name} />
        ))
      }
    >
      <Section title="Open sessions">
        <SessionsTable sessions={person.openSessions} />
      </Section>
      {keys.length > 0 && (
        <Section title="API keys">
          <KeysTable keys={keys} revokeBy="POST /api/set-up/api-keys/[id]/revocations" />
        </Section>
      )}
    </SubjectPage>
  )
}

function factsOf(person: PersonDetail): Fact[] {
  const [state, roles, companies] = accessFacts(person)
  return [
    state,
    { ...roles, note: person.hasSecondFactor ? 'second factor set up' : 'no second factor' },
    companies,
    ...signInFacts(person, server().oidc),
  ]
}

/** Sent by mail, it is shown to nobody: whoever saw it could use it. */
function SentNote({ link: { sentAt, expiresAt }, person: { name, email } }: { link: OpenLink; person: PersonDetail }) {
  return sentAt ? (
    <Note tone="info" title={`${name} has been sent a link.`}>
      To {email}, <Time at={sentAt} show="full" />. It works once, until <Time at={expiresAt} show="full" />.
    </Note>
  ) : (
    <Note tone="warn" title={`The link for ${name} is being sent.`}>
      If this stays so, the mail server does not take it: an operator sees why. It is sent as soon as it does.
    </Note>
  )
}

function LinkNote({ link, url, name }: { link: NonNullable<PersonDetail['link']>; url: string; name: string }) {
  return (
    <Note
      tone="info"
      title={
        link.purpose === 'invitation' ? `Send this link to ${name}, and to nobody else.` : `${name} can choose a new password by this link.`
      }
      action={<CopyButton text={url} what="the link" />}
    >
      Whoever has it can choose the password. It works once, until <Time at={link.expiresAt} show="full" />.
      <span className="mono mt-1 block text-xs [overflow-wrap:anywhere]">{url}</span>
    </Note>
  )
}

function PersonActions({ person, isMe, needing }: { person: PersonDetail; isMe: boolean; needing: readonly string[] }) {
  const { id, version, name, state, sessions } = person
  if (state === 'deactivated')
    return (
      <ChangeButton
        label="Reactivate…"
        title={`Let ${name} sign in again?`}
        confirmLabel="Reactivate"
        change={{ kind: 'reactivation', userId: id }}
      >
        Their password works again. For whoever may approve or set up, another administrator has to confirm it.
      </ChangeButton>
    )
  return (
    <>
      <ButtonLink href={`/set-up/people/${id}/access`}>Edit name and roles</ButtonLink>
      {state === 'invited' && (
        <ChangeButton
          label="New link…"
          title={`Make a new link for ${name}?`}
          confirmLabel="Make a link"
          change={{ kind: 'reset', userId: id }}
        >
          The link they have stops working. The new one works for 7 days.
        </ChangeButton>
      )}
      {state === 'active' && !isMe && (
        <ChangeButton
          label="New password…"
          title={`Let ${name} choose a new password?`}
          confirmLabel="Make a link"
          change={{ kind: 'reset', userId: id }}
        >
          You get a link to send them, also when they have lost their phone: they set up their second factor anew. Their present password
          works until they use it. For whoever may approve or set up, another administrator has to confirm it.
        </ChangeButton>
      )}
      {sessions > 0 && !isMe && (
        <ActButton
          label="Sign out…"
          title={`Sign ${name} out everywhere?`}
          confirmLabel="Sign out"
          to="POST /api/set-up/people/[id]/sign-outs"
          id={id}
          version={version}
          done="Signed out"
        >
          Every session ends at once. They can sign in again.
        </ActButton>
      )}
      {!isMe && (
        <ActButton
          label="Deactivate…"
          title={`Deactivate ${name}?`}
          confirmLabel="Deactivate"
          to="POST /api/set-up/people/[id]/deactivations"
          id={id}
          version={version}
          done="Deactivated"
          withReason
          tone="danger"
        >
          They are signed out at once and cannot sign in. What they did stays in the history.
          {needing.length > 0 && ` ${needingWords(needing)}`}
        </ActButton>
      )}
    </>
  )
}
