import { Button } from '@/components/button'
import { SelectField, TextField } from '@/components/field'
import type { ChangesUrl } from './changes-url'

export type Choice = { value: string; words: string }

const NOW: Choice = { value: 'now', words: 'Now' }
const NONE: Choice = { value: '', words: 'Choose…' }

/** Two moments: one of those that are known by name, or a time or a position that is typed. A plain form, for both belong together. */
export function MomentForm({ url, choices, timeZone }: { url: ChangesUrl; choices: readonly Choice[]; timeZone: string }) {
  return (
    <form action="/finance/changes" aria-label="Two moments" className="no-print mb-4 grid gap-3">
      <div className="grid gap-3 sm:grid-cols-2">
        <Side legend="First moment" side="from" url={url} options={[NONE, ...choices]} timeZone={timeZone} />
        <Side legend="Second moment" side="to" url={url} options={[NOW, ...choices]} timeZone={timeZone} />
      </div>
      {url.company && <input type="hidden" name="company" value={url.company} />}
      {url.currency && <input type="hidden" name="currency" value={url.currency} />}
      <div>
        <Button type="submit" tone="primary">
          Show what changed
        </Button>
      </div>
    </form>
  )
}

type SideProps = { legend: string; side: 'from' | 'to'; url: ChangesUrl; options: readonly Choice[]; timeZone: string }

function Side({ legend, side, url, options, timeZone }: SideProps) {
  const chosen = url[side] ?? ''
  const isPosition = /^\d+$/.test(chosen)
  const isListed = options.some(({ value }) => value === chosen)
  const all = isListed || isPosition || chosen === '' ? options : [...options, { value: chosen, words: chosen }]
  return (
    <fieldset className="grid min-w-0 gap-2 rounded-lg border border-line p-3">
      <legend className="px-1 text-sm font-[550]">{legend}</legend>
      <SelectField label="Known by name" name={side} defaultValue={isPosition ? '' : chosen}>
        {all.map(({ value, words }) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </SelectField>
      <TextField
        label="or a time"
        hint={`In ${timeZone}, your time zone`}
        type="datetime-local"
        name={`${side}Time`}
        defaultValue={url[`${side}Time`] ?? ''}
      />
      <TextField
        label="or a position"
        hint="The number of a change"
        inputMode="numeric"
        name={`${side}Position`}
        defaultValue={url[`${side}Position`] ?? (isPosition ? chosen : '')}
      />
    </fieldset>
  )
}
