'use client'
import { LoaderCircle, Search } from 'lucide-react'
import { debounce, useQueryStates } from 'nuqs'
import { NuqsAdapter } from 'nuqs/adapters/next/app'
import { useTransition } from 'react'
import { runParsers } from './run-url'

const WAIT_MS = 250

/** Finds people of this run by name or number as one types; what is typed is in the address. */
export function LineSearch() {
  return (
    <NuqsAdapter>
      <SearchBox />
    </NuqsAdapter>
  )
}

function SearchBox() {
  const [pending, startTransition] = useTransition()
  const [{ q }, set] = useQueryStates({ q: runParsers.q, after: runParsers.after }, { shallow: false, startTransition })
  const change = (text: string) =>
    void set({ q: text || null, after: null }, { limitUrlUpdates: text === '' ? undefined : debounce(WAIT_MS) })
  const Icon = pending ? LoaderCircle : Search
  return (
    <div className="flex h-8 min-w-0 flex-[0_1_280px] items-center gap-2 rounded-md border border-edge bg-surface px-2.5 focus-within:border-accent focus-within:shadow-[0_0_0_3px_var(--ring)] max-sm:h-10 max-sm:flex-auto">
      <Icon aria-hidden="true" className={pending ? 'size-4 flex-none animate-spin text-faint' : 'size-4 flex-none text-faint'} />
      <input
        type="search"
        value={q}
        onChange={(event) => change(event.target.value)}
        aria-label="Find a person in this run"
        placeholder="Name or number"
        autoComplete="off"
        spellCheck={false}
        className="min-w-0 flex-1 bg-transparent outline-none placeholder:text-faint max-sm:text-[16px]"
      />
    </div>
  )
}
