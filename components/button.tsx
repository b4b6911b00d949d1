'use client'
import type { ComponentProps } from 'react'
import { type ButtonTone, buttonLook } from './button-look'
import { cx } from './cx'

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
      className={cx(buttonLook(tone, off), className)}
      onClick={off || pending ? (event) => event.preventDefault() : onClick}
    >
      <span className={cx('inline-flex items-center gap-1.5', pending && 'invisible')}>{children}</span>
      {pending && (
        <span className="absolute inset-0 grid place-items-center">
          <span aria-hidden="true" className="size-3.5 animate-spin rounded-full border-2 border-current border-r-transparent" />
          <span className="sr-only">Waiting for the answer</span>
        </span>
      )}
      {why !== undefined && <span className="sr-only"> ({why})</span>}
    </button>
  )
}
