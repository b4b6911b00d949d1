'use client'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { ApiKey } from '@/app/http/answers/api-key'
import { Button } from '@/components/button'
import { ButtonLink } from '@/components/button-link'
import { CopyButton } from '@/components/copy-button'
import { type Column, DataTable } from '@/components/data-table'
import { DialogFrame } from '@/components/dialog'
import { Note } from '@/components/note'
import { Nothing } from '@/components/nothing'
import { Section } from '@/components/section'
import { Status } from '@/components/status'
import { Time } from '@/components/time'
import { ActButton } from '../set-up/act-button'
import { type Choice, NewKeyForm } from './new-key-form'

const STATES = { active: 'ok', expired: 'idle', revoked: 'idle' } as const

/** One's API keys: made, shown once, and revoked. */
export function Keys({ keys, permissions }: { keys: readonly ApiKey[]; permissions: readonly Choice[] }) {
  const [open, setOpen] = useState(false)
  const [token, setToken] = useState<string | null>(null)
  const router = useRouter()
  return (
    <Section
      title="API keys"
      actions={
        <>
          <ButtonLink href="/account/api" tone="quiet">
            What the API can do
          </ButtonLink>
          <Button onClick={() => setOpen(true)}>Make an API key</Button>
        </>
      }
    >
      {token !== null && (
        <Note tone="ok" title="Copy your key now. It is not shown again." action={<CopyButton text={token} what="the key" />}>
          <span className="mono mt-1 block text-xs [overflow-wrap:anywhere]">{token}</span>
        </Note>
      )}
      {keys.length === 0 ? (
        <Nothing>None. Programs and the command line ask with a key, in your name.</Nothing>
      ) : (
        <DataTable caption="API keys" columns={COLUMNS} rows={keys} rowKey={({ id }) => id} />
      )}
      <DialogFrame
        open={open}
        onOpenChange={setOpen}
        title="Make an API key"
        description="It acts in your name. Give it no more than it needs."
      >
        <NewKeyForm
          permissions={permissions}
          onDone={(made) => {
            setToken(made)
            setOpen(false)
            router.refresh()
          }}
        />
      </DialogFrame>
    </Section>
  )
}

const COLUMNS: readonly Column<ApiKey>[] = [
  {
    id: 'name',
    header: 'Key',
    phone: 'money',
    shrinks: true,
    cell: ({ name, permissions }) => (
      <span className="block py-1 whitespace-normal max-sm:py-0">
        <span className="font-[550] [overflow-wrap:anywhere]">{name}</span>
        <span className="block text-xs text-muted">{permissions.join(', ')}</span>
      </span>
    ),
  },
  { id: 'state', header: 'State', phone: 'aside', cell: ({ state }) => <Status tone={STATES[state]}>{state}</Status> },
  {
    id: 'used',
    header: 'Last used',
    phone: 'detail',
    from: 'md',
    cell: ({ lastUsedAt }) => (lastUsedAt ? <Time at={lastUsedAt} show="ago" /> : <span className="text-faint">never</span>),
  },
  { id: 'until', header: 'Until', phone: 'detail', cell: ({ expiresAt }) => <Time at={expiresAt} show="date" /> },
  {
    id: 'revoke',
    header: 'Actions',
    headerHidden: true,
    phone: 'detail',
    cell: ({ id, name, state }) =>
      state === 'active' && (
        <ActButton
          label="Revoke…"
          title={`Revoke the key ${name}?`}
          confirmLabel="Revoke"
          to="POST /api/api-keys/[id]/revocations"
          id={id}
          done="Revoked"
          tone="danger"
        >
          Whatever asks with it is refused from now on.
        </ActButton>
      ),
  },
]
