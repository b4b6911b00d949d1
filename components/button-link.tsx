import Link from 'next/link'
import type { ComponentProps, ReactNode } from 'react'
import { type ButtonTone, buttonLook } from './button-look'

/** A link that looks like a button: for going somewhere, or downloading. */
export function ButtonLink({
  tone = 'normal',
  href,
  children,
  ...rest
}: { tone?: ButtonTone; href: string; children: ReactNode } & Omit<ComponentProps<typeof Link>, 'href'>) {
  return (
    <Link prefetch={false} {...rest} href={href} className={buttonLook(tone)}>
      {children}
    </Link>
  )
}
