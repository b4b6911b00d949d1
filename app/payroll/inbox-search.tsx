import { Button, ButtonLink } from '@/components/button'
import { TextField } from '@/components/field'
import type { Inbox } from '@/payroll/queries/list-runs'
import { type InboxState, inboxHref } from './inbox-url'

/** Looks for runs of this inbox by company, reference, period or who prepared them; a plain form, so Enter works before any script. */
export function InboxSearch({ state: { inbox, find, sort } }: { state: InboxState & { inbox: Inbox } }) {
  return (
    <form className="mb-3 flex flex-wrap items-end gap-2">
      <input type="hidden" name="inbox" value={inbox} />
      {sort !== 'newest' && <input type="hidden" name="sort" value={sort} />}
      <div className="w-72 max-w-full">
        <TextField
          label="Find a run"
          type="search"
          name="find"
          defaultValue={find}
          placeholder="Company, reference, period or person"
          maxLength={100}
        />
      </div>
      <Button type="submit">Find</Button>
      {find !== '' && <ButtonLink href={inboxHref({ inbox, sort })}>Show all</ButtonLink>}
    </form>
  )
}
