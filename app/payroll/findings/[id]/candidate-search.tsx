import { Search } from 'lucide-react'
import { Button } from '@/components/button'

/** For the payment that is not among the nearest: many people may be paid the same amount. A plain form: what is typed is in the address. */
export function CandidateSearch({ id, find, shown }: { id: string; find: string; shown: number }) {
  return (
    <form action={`/payroll/findings/${id}`} className="mb-2 flex flex-wrap items-center gap-2">
      <div className="flex h-8 min-w-0 flex-[0_1_320px] items-center gap-2 rounded-md border border-edge bg-surface px-2.5 focus-within:border-accent focus-within:shadow-[0_0_0_3px_var(--ring)] max-sm:h-10 max-sm:flex-1">
        <Search aria-hidden="true" className="size-4 flex-none text-faint" />
        <input
          type="search"
          name="find"
          defaultValue={find}
          aria-label="Find a payment of this amount"
          placeholder="Name, number or end-to-end id"
          autoComplete="off"
          spellCheck={false}
          className="min-w-0 flex-1 bg-transparent outline-none placeholder:text-faint max-sm:text-[16px]"
        />
      </div>
      <Button type="submit">Find</Button>
      {find === '' && <span className="text-xs text-muted">Showing the closest {shown}. Search by name for others.</span>}
    </form>
  )
}
