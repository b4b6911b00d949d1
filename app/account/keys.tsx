'use client'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { ApiKey } from '@/app/http/answers/api-key'
import { Button } from '@/components/button'
import { ButtonLink } from '@/components/button-link'
import { CopyButton } from '@/components/copy-button'
import { DialogFrame } from '@/components/dialog'
import { Note } from '@/components/note'
import { Nothing } from '@/components/nothing'
import { Section } from '@/components/section'
import { KeysTable } from './keys-table'
import { type Choice, NewKeyForm } from './new-key-form'

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
        <KeysTable keys={keys} revokeBy="POST /api/api-keys/[id]/revocations" />
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
