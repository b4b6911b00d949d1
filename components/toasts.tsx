'use client'
import { Toast } from '@base-ui/react/toast'
import { X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { Status, type Tone } from './status'

export type Told = { tone: Tone; title: string; detail?: string | undefined }

/** Shows what was told, the newest three for a while. */
export function Toasts({ told }: { told: readonly Told[] }) {
  return (
    <Toast.Provider limit={3}>
      <Feed told={told} />
      <Toast.Portal>
        <Toast.Viewport className="fixed right-4 bottom-4 z-50 flex w-[min(380px,calc(100vw-32px))] flex-col gap-2 max-sm:bottom-[68px]">
          <Shown />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  )
}

function Feed({ told }: { told: readonly Told[] }) {
  const { add } = Toast.useToastManager()
  const fed = useRef(0)
  useEffect(() => {
    for (const { tone, title, detail } of told.slice(fed.current))
      add({ type: tone, title, description: detail, priority: tone === 'bad' ? 'high' : 'low' })
    fed.current = told.length
  }, [told, add])
  return null
}

function Shown() {
  return Toast.useToastManager().toasts.map((toast) => (
    <Toast.Root
      key={toast.id}
      toast={toast}
      className="rounded-lg border border-line bg-surface shadow-float transition-opacity duration-150 data-ending-style:opacity-0 data-limited:hidden data-starting-style:opacity-0"
    >
      <Toast.Content className="flex items-start gap-3 py-2.5 pr-2 pl-3.5">
        <div className="min-w-0 flex-1">
          <Status tone={(toast.type ?? 'info') as Tone}>
            <Toast.Title className="whitespace-normal" render={<span />} />
          </Status>
          <Toast.Description className="text-sm text-muted" />
        </div>
        <Toast.Close aria-label="Dismiss" className="grid size-6 place-items-center rounded-md text-muted hover:bg-sunken">
          <X aria-hidden="true" className="size-3.5" />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ))
}
