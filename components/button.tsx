'use client'
import { LoaderCircle } from 'lucide-react'
import Link from 'next/link'
import type { ComponentProps, ReactNode } from 'react'
import { cx } from './cx'

export type ButtonTone = 'primary' | 'normal' | 'quiet' | 'danger'

const BASE =
  'relative inline-flex h-8 items-center justify-center gap-1.5 rounded-md border px-3 font-[550] whitespace-nowrap select-none max-sm:h-9'
const TONE: Readonly<Record<ButtonTone, string>> = {
  primary: 'border-accent bg-accent text-on-accent hover:border-accent-hover hover:bg-accent-hover',
  normal: 'border-line-strong bg-surface hover:bg-hover',
  quiet: 'border-transparent text-muted hover:bg-sunken hover:text-ink',
  danger: 'border-bad bg-surface text-bad hover:bg-bad-soft',
}
const OFF = 'border-line bg-sunken text-faint hover:border-line hover:bg-sunken'

type Props = Omit<ComponentProps<'button'>, 'disabled'> & {
  tone?: ButtonTone
  /** The answer is awaited: the button keeps its size, shows a spinner and does nothing when pressed again. */
  pending?: boolean
  disabled?: boolean
  /** Why it cannot be pressed; the button then stays reachable by keyboard and says so. */
  why?: string
}

/** Four tones; one `primary` per page. */
export function Button({
  tone = 'normal',
  pending = false,
  disabled = false,
  why,
  children,
  className,
  onClick,
  type = 'button',
  ...rest
}: Props) {
  const off = disabled || why !== undefined
  return (
    <button
      {...rest}
      type={type}
      aria-disabled={off || pending || undefined}
      aria-busy={pending || undefined}
      disabled={disabled && why === undefined}
      title={why ?? rest.title}
      className={cx(BASE, off ? OFF : TONE[tone], className)}
      onClick={off || pending ? (event) => event.preventDefault() : onClick}
    >
      <span className={cx('inline-flex items-center gap-1.5', pending && 'invisible')}>{children}</span>
      {pending && (
        <span className="absolute inset-0 grid place-items-center">
          <LoaderCircle aria-hidden="true" className="size-4 animate-spin" />
          <span className="sr-only">Waiting for the answer</span>
        </span>
      )}
      {why !== undefined && <span className="sr-only"> ({why})</span>}
    </button>
  )
}

/** A link that looks like a button: for going somewhere, or downloading. */
export function ButtonLink({
  tone = 'normal',
  href,
  children,
  ...rest
}: { tone?: ButtonTone; href: string; children: ReactNode } & Omit<ComponentProps<typeof Link>, 'href'>) {
  return (
    <Link prefetch={false} {...rest} href={href} className={cx(BASE, TONE[tone])}>
      {children}
    </Link>
  )
}
