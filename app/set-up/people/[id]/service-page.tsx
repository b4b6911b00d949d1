import { may, PERMISSIONS, type Role } from '@/access/permissions'
import { KeysTable } from '@/app/account/keys-table'
import { MakeKey } from '@/app/account/make-key'
import type { ApiKey } from '@/app/http/answers/api-key'
import { ButtonLink } from '@/components/button-link'
import { Facts } from '@/components/facts'
import { Nothing } from '@/components/nothing'
import { PageHead } from '@/components/page-head'
import { Columns, Section } from '@/components/section'
import { Status } from '@/components/status'
import type { ChangeRow } from '@/payroll/set-up/changes'
import type { SetUpEntry } from '@/payroll/set-up/history'
import type { PersonRow } from '@/payroll/set-up/people'
import { currentLedger } from '@/platform/freshness'
import { ActButton } from '../../act-button'
import { ChangeButton } from '../../change-button'
import { ChangesTable } from '../../changes-table'
import type { Option } from '../../country-options'
import { HistoryList } from '../../history-list'
import { PERMISSION_WORDS } from '../../permissions/permission-words'
import { personState } from '../person-state'

type Props = {
  service: PersonRow
  keys: readonly ApiKey[]
  history: readonly SetUpEntry[]
  waiting: ChangeRow[]
  /** That its keys can be narrowed to. */
  companies: readonly Option[]
  now: Date
}

/** A service: what it may do, and the keys it asks with. */
export function ServicePage({ service, keys, history, waiting, companies, now }: Props) {
  const { id, name, roles, state } = service
  const { word, tone } = personState[state]
  const permissions = PERMISSIONS.filter((permission) => state === 'active' && may({ kind: 'service', roles: roles as Role[] }, permission))
  return (
    <>
      <PageHead
        crumbs={[
          { label: 'Set-up', href: '/set-up' },
          { label: 'People', href: '/set-up/people' },
        ]}
        title={name}
        sub="A service: a program that asks in its own name. It approves and confirms nothing."
        freshness={currentLedger(now)}
        actions={<ServiceActions service={service} />}
      />
      <Facts
        facts={[
          { label: 'State', value: <Status tone={tone}>{word}</Status> },
          { label: 'Roles', value: roles.join(', ') },
          {
            label: 'Companies',
            value: service.companies.length === 0 ? 'every company' : service.companies.map((company) => company.name).join(', '),
          },
        ]}
      />
      {waiting.length > 0 && (
        <Section title="Waiting for a second administrator">
          <ChangesTable changes={waiting} />
        </Section>
      )}
      <Columns
        aside={
          <Section title="History">
            <HistoryList history={history} name={name} />
          </Section>
        }
      >
        <MakeKey
          permissions={permissions.map((value) => ({ value, label: PERMISSION_WORDS[value] }))}
          companies={companies}
          service={id}
          description="Whoever makes a key could act through it: you can no longer approve runs that this service has worked on."
        >
          {keys.length === 0 ? (
            <Nothing>None. The service asks with a key that an administrator makes for it.</Nothing>
          ) : (
            <KeysTable keys={keys} revokeBy="POST /api/set-up/api-keys/[id]/revocations" />
          )}
        </MakeKey>
      </Columns>
    </>
  )
}

function ServiceActions({ service: { id, name, state, version } }: { service: PersonRow }) {
  if (state === 'deactivated')
    return (
      <ChangeButton
        label="Reactivate…"
        title={`Let ${name} work again?`}
        confirmLabel="Reactivate"
        change={{ kind: 'reactivation', userId: id }}
      >
        Its keys have ended: make it another one. If it may prepare runs, another administrator has to confirm it.
      </ChangeButton>
    )
  return (
    <>
      <ButtonLink href={`/set-up/people/${id}/access`}>Edit name and roles</ButtonLink>
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
        Its keys end at once. What it did stays in the history.
      </ActButton>
    </>
  )
}
