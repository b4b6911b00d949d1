import { may, PERMISSIONS, type Role } from '@/access/permissions'
import { KeysTable } from '@/app/account/keys-table'
import { MakeKey } from '@/app/account/make-key'
import type { ApiKey } from '@/app/http/answers/api-key'
import { ButtonLink } from '@/components/button-link'
import { Nothing } from '@/components/nothing'
import type { ChangeRow } from '@/payroll/set-up/changes'
import type { SetUpEntry } from '@/payroll/set-up/history'
import type { PersonRow } from '@/payroll/set-up/people'
import { ActButton } from '../../act-button'
import { ChangeButton } from '../../change-button'
import type { Choices } from '../../form-types'
import { PERMISSION_WORDS } from '../../permissions/permission-words'
import { SubjectPage } from '../../subject-page'
import { accessFacts } from '../access-facts'

type Props = {
  service: PersonRow
  keys: readonly ApiKey[]
  history: readonly SetUpEntry[]
  changes: readonly ChangeRow[]
  /** That its keys can be narrowed to. */
  companies: Choices
  now: Date
}

/** A service: what it may do, and the keys it asks with. */
export function ServicePage({ service, keys, companies, ...told }: Props) {
  const { id, name, roles, state } = service
  const permissions = PERMISSIONS.filter((permission) => state === 'active' && may({ kind: 'service', roles: roles as Role[] }, permission))
  return (
    <SubjectPage
      list="people"
      name={name}
      sub="A service: a program that asks in its own name. It approves and confirms nothing."
      actions={<ServiceActions service={service} />}
      facts={accessFacts(service)}
      {...told}
    >
      <MakeKey
        permissions={permissions.map((value) => ({ value, label: PERMISSION_WORDS[value] }))}
        companies={companies}
        service={id}
        description="Whoever makes a key could act through it: you can no longer approve runs that this service has worked on."
      >
        {keys.length === 0 ? (
          <Nothing>
            {state === 'active'
              ? 'None. The service asks with a key that an administrator makes for it.'
              : 'None. Reactivate the service to make it a key.'}
          </Nothing>
        ) : (
          <KeysTable keys={keys} revokeBy="POST /api/set-up/api-keys/[id]/revocations" />
        )}
      </MakeKey>
    </SubjectPage>
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
