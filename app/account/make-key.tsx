'use client'
import { useRouter } from 'next/navigation'
import { type ReactNode, useState } from 'react'
import { Button } from '@/components/button'
import { CopyButton } from '@/components/copy-button'
import { DialogFrame } from '@/components/dialog'
import { Note } from '@/components/note'
import { Section } from '@/components/section'
import type { Choices } from '../set-up/form-types'
import { type Choice, NewKeyForm } from './new-key-form'

type Props = {
  permissions: readonly Choice[]
  companies: Choices
  /** The service whose keys they are; null of one’s own. */
  service: string | null
  description: string
  /** Beside the button. */
  beside?: ReactNode
  /** The keys there are. */
  children: ReactNode
}

/** API keys with a button that makes one, which is shown once. */
export function MakeKey({ permissions, companies, service, description, beside, children }: Props) {
  const [open, setOpen] = useState(false)
  const [token, setToken] = useState<string | null>(null)
  const router = useRouter()
  return (
    <Section
      title="API keys"
      actions={
        <>
          {beside}
          {permissions.length > 0 && <Button onClick={() => setOpen(true)}>Make an API key</Button>}
        </>
      }
    >
      {token !== null && (
        <Note tone="ok" title="Copy the key now. It is not shown again." action={<CopyButton text={token} what="the key" />}>
          <span className="mono mt-1 block text-xs [overflow-wrap:anywhere]">{token}</span>
        </Note>
      )}
      {children}
      <DialogFrame open={open} onOpenChange={setOpen} title="Make an API key" description={description}>
        <NewKeyForm
          permissions={permissions}
          companies={companies}
          service={service}
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
