'use client'
import { Search } from 'lucide-react'
import Link from 'next/link'

/** The search of the top bar: a plain form, so Enter works before any script. On a phone it is a button that leads to `action`. */
export function SearchBox({
  action,
  name = 'q',
  placeholder = 'Find a payout, person, reference or run',
}: {
  action: string
  name?: string
  placeholder?: string
}) {
  return (
    <>
      <form
        action={action}
        className="flex h-8 items-center gap-2 rounded-md border border-line-strong bg-surface px-2.5 focus-within:border-accent focus-within:shadow-[0_0_0_3px_var(--ring)] max-sm:hidden"
      >
        <Search aria-hidden="true" className="size-4 flex-none text-faint" />
        <input
          type="search"
          name={name}
          placeholder={placeholder}
          aria-label="Search"
          autoComplete="off"
          spellCheck={false}
          className="min-w-0 flex-1 bg-transparent text-ellipsis outline-none placeholder:text-faint [&::-webkit-search-cancel-button]:hidden"
        />
        <span aria-hidden="true" className="flex">
          <kbd>/</kbd>
        </span>
      </form>
      <Link href={action} aria-label="Search" className="grid size-8 place-items-center rounded-md text-muted sm:hidden">
        <Search aria-hidden="true" className="size-4" />
      </Link>
    </>
  )
}

/** The large search box of a page that is about searching. Uncontrolled; submit goes to the URL. */
export function BigSearch({
  defaultValue,
  name = 'q',
  label,
  hidden = {},
  onSubmit,
}: {
  defaultValue: string
  name?: string
  label: string
  /** Further parameters that stay as they are. */
  hidden?: Readonly<Record<string, string>>
  onSubmit?: (value: string) => void
}) {
  return (
    <form
      onSubmit={
        onSubmit &&
        ((event) => {
          event.preventDefault()
          onSubmit(String(new FormData(event.currentTarget).get(name) ?? ''))
        })
      }
      className="mb-3 flex h-10 items-center gap-2 rounded-md border border-edge bg-surface px-2.5 focus-within:border-accent focus-within:shadow-[0_0_0_3px_var(--ring)]"
    >
      <Search aria-hidden="true" className="size-4 flex-none text-muted" />
      <input
        key={defaultValue}
        type="search"
        name={name}
        defaultValue={defaultValue}
        aria-label={label}
        placeholder={label}
        autoComplete="off"
        spellCheck={false}
        className="min-w-0 flex-1 bg-transparent outline-none placeholder:text-faint max-sm:text-[16px]"
      />
      {Object.entries(hidden).map(([key, value]) => (
        <input key={key} type="hidden" name={key} value={value} />
      ))}
    </form>
  )
}
