'use client'
/** Four states that are not the same: nothing yet, nothing matches, failed, forbidden. */
import { Inbox, Lock, type LucideIcon, RefreshCw, SearchX, TriangleAlert } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { type ReactNode, useTransition } from 'react'
import { Button } from './button'
import { ButtonLink } from './button-link'
import { Trace } from './trace'

type Words = { title: string; children?: ReactNode; action?: ReactNode }

/** There is nothing here so far; `action` is the first step. */
export function NothingYet({ title, children, action }: Words) {
  return (
    <State Icon={Inbox} title={title} action={action}>
      {children}
    </State>
  )
}

/** There is something, but the filters leave nothing of it. */
export function NothingMatches({
  title = 'Nothing matches',
  children,
  clearHref,
}: {
  title?: string
  children?: ReactNode
  clearHref: string
}) {
  return (
    <State
      Icon={SearchX}
      title={title}
      action={
        <ButtonLink href={clearHref} scroll={false}>
          Clear filters
        </ButtonLink>
      }
    >
      {children}
    </State>
  )
}

/** It could not be loaded. Without `onRetry` the page is asked for again. */
export function Failed({
  title = 'This could not be loaded',
  children,
  traceId,
  onRetry,
  level = 'p',
}: {
  title?: string
  children?: ReactNode
  traceId?: string | null
  onRetry?: () => void
  level?: 'p' | 'h1'
}) {
  const router = useRouter()
  const [pending, start] = useTransition()
  const retry = () => start(() => (onRetry ? onRetry() : router.refresh()))
  return (
    <State
      Icon={TriangleAlert}
      iconClass="text-bad"
      title={title}
      level={level}
      alert
      action={
        <Button pending={pending} onClick={retry}>
          <RefreshCw aria-hidden="true" className="size-3.5" /> Try again
        </Button>
      }
    >
      {children} <Trace id={traceId} />
    </State>
  )
}

/** One may not see this; `children` says who may, or whom to ask. */
export function Forbidden({
  title = 'You don’t have access to this',
  children,
  level = 'p',
}: {
  title?: string
  children?: ReactNode
  level?: 'p' | 'h1'
}) {
  return (
    <State Icon={Lock} title={title} level={level}>
      {children}
    </State>
  )
}

function State({
  Icon,
  iconClass = 'text-faint',
  title,
  children,
  action,
  level: Title = 'p',
  alert = false,
}: Words & {
  Icon: LucideIcon
  iconClass?: string
  level?: 'p' | 'h1'
  alert?: boolean
}) {
  return (
    <div
      role={alert ? 'alert' : undefined}
      className="grid min-h-[216px] place-content-center justify-items-center gap-1 px-6 py-8 text-center whitespace-normal"
    >
      <Icon aria-hidden="true" className={`mb-1 size-5 ${iconClass}`} strokeWidth={1.5} />
      <Title className={Title === 'p' ? 'font-semibold' : ''}>{title}</Title>
      {children && <div className="max-w-[56ch] text-muted">{children}</div>}
      {action && <div className="mt-3">{action}</div>}
    </div>
  )
}
