import type { ApiKey } from '@/app/http/answers/api-key'
import { ButtonLink } from '@/components/button-link'
import { Nothing } from '@/components/nothing'
import { KeysTable } from './keys-table'
import { MakeKey } from './make-key'
import type { Choice } from './new-key-form'

/** One's API keys: made, shown once, and revoked. */
export function Keys({ keys, permissions }: { keys: readonly ApiKey[]; permissions: readonly Choice[] }) {
  return (
    <MakeKey
      permissions={permissions}
      companies={{ options: [], total: 0 }}
      service={null}
      description="It acts in your name. Give it no more than it needs."
      beside={
        <ButtonLink href="/account/api" tone="quiet">
          What the API can do
        </ButtonLink>
      }
    >
      {keys.length === 0 ? (
        <Nothing>None. Programs and the command line ask with a key, in your name.</Nothing>
      ) : (
        <KeysTable keys={keys} revokeBy="POST /api/api-keys/[id]/revocations" />
      )}
    </MakeKey>
  )
}
