import type { ApiKey } from '@/app/http/answers/api-key'
import { type Column, DataTable } from '@/components/data-table'
import { Status } from '@/components/status'
import { Time } from '@/components/time'
import { ActButton } from '../set-up/act-button'

type Route = 'POST /api/api-keys/[id]/revocations' | 'POST /api/set-up/api-keys/[id]/revocations'

const STATES = { active: 'ok', expired: 'idle', revoked: 'idle' } as const

/** Somebody's API keys; `revokeBy` is the route of who looks at them. */
export function KeysTable({ keys, revokeBy }: { keys: readonly ApiKey[]; revokeBy: Route }) {
  return <DataTable caption="API keys" columns={columnsOf(revokeBy)} rows={keys} rowKey={({ id }) => id} />
}

const columnsOf = (revokeBy: Route): readonly Column<ApiKey>[] => [
  {
    id: 'name',
    header: 'Key',
    phone: 'lead',
    shrinks: true,
    cell: ({ name, permissions }) => (
      <span className="block py-1 whitespace-normal max-sm:py-0">
        <span className="font-[550] [overflow-wrap:anywhere]">{name}</span>
        <span className="block text-xs text-muted">{permissions.join(', ')}</span>
      </span>
    ),
  },
  { id: 'state', header: 'State', phone: 'money', cell: ({ state }) => <Status tone={STATES[state]}>{state}</Status> },
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
          to={revokeBy}
          id={id}
          done="Revoked"
          tone="danger"
        >
          Whatever asks with it is refused from now on.
        </ActButton>
      ),
  },
]
