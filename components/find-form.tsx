import { Button } from './button'
import { ButtonLink } from './button-link'
import { TextField } from './field'

type Props = {
  label: string
  name: string
  value: string
  placeholder: string
  /** Where the list is that nothing is left out of. */
  clearHref: string
  /** Further parameters that stay as they are. */
  hidden?: Readonly<Record<string, string>>
}

/** Narrows a list by words; a plain form whose state is the address, so Enter works before any script. */
export function FindForm({ label, name, value, placeholder, clearHref, hidden = {} }: Props) {
  return (
    <form className="mb-3 flex flex-wrap items-end gap-2">
      {Object.entries(hidden).map(([key, kept]) => (
        <input key={key} type="hidden" name={key} value={kept} />
      ))}
      <div className="w-72 max-w-full">
        <TextField key={value} label={label} type="search" name={name} defaultValue={value} placeholder={placeholder} maxLength={100} />
      </div>
      <Button type="submit">Find</Button>
      {value !== '' && <ButtonLink href={clearHref}>Show all</ButtonLink>}
    </form>
  )
}
