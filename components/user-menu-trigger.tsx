import { ChevronDown } from 'lucide-react'

/** `href` is the page of one's own account. */
export type ShellUser = { name: string; email: string; roles: readonly string[]; href?: string }

/** The button, alike before and after its menu is loaded. */
export const triggerOf = (user: ShellUser) => ({
  'aria-label': `${user.name}, account and display`,
  className:
    '-mr-2 inline-flex h-8 min-w-0 items-center gap-1 rounded-md px-2 text-muted hover:bg-sunken hover:text-ink max-sm:mr-0 max-sm:size-8 max-sm:justify-center max-sm:rounded-full max-sm:bg-line max-sm:px-0 max-sm:text-xs max-sm:font-semibold',
  children: (
    <>
      <span className="truncate max-sm:hidden">{user.name}</span>
      <span aria-hidden="true" className="sm:hidden">
        {initials(user.name)}
      </span>
      <ChevronDown aria-hidden="true" className="size-3.5 flex-none max-sm:hidden" />
    </>
  ),
})

function initials(name: string): string {
  return name
    .split(/\s+/)
    .map((part) => part.charAt(0))
    .join('')
    .slice(0, 2)
    .toUpperCase()
}
