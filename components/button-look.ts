/** How buttons, and links that look like one, are drawn. */
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

export const buttonLook = (tone: ButtonTone, off = false): string => cx(BASE, off ? OFF : TONE[tone])
