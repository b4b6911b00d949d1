import { Button } from '@/components/button'
import { ButtonLink } from '@/components/button-link'
import { GRAINS } from '@/finance/questions/question'
import type { Choices } from '@/finance/reader'
import { AsOfField } from './as-of-field'
import { FilterForm, FilterSelect } from './filter-form'
import { asOfMoment, type DeskUrl, type FinancePath, financeHref } from './finance-url'
import { MONTHS_MAX, monthBefore, monthName, monthOf, monthRange, monthsBetween } from './months'

type Option = { value: string; words: string }
const ALL: Option = { value: '', words: 'All' }
/** What is meant where nothing is said is left out of the address. */
const GRAIN_OPTIONS = GRAINS.map((grain) => ({
  value: grain === 'month' ? '' : grain,
  words: `${grain[0]?.toUpperCase()}${grain.slice(1)}`,
}))
const COMPARE_OPTIONS = [
  { value: '', words: 'The time before' },
  { value: 'year', words: 'A year ago' },
]

/** Pages whose figures are compared with others; the rest keep the choice for them. */
const COMPARING: readonly FinancePath[] = ['/finance', '/finance/corridors']

/** What the page is about. Each choice is in the address, and applies as it is made. */
export function FinanceFilter({ path, url, choices, now }: { path: FinancePath; url: DeskUrl; choices: Choices; now: Date }) {
  const { from, to } = monthRange(url, now)
  const earliest = monthBefore(monthOf(now), MONTHS_MAX - 1)
  const offered = monthsBetween(choices.firstMonth && choices.firstMonth > earliest ? choices.firstMonth : earliest, monthOf(now))
  const months = [...new Set([...offered, from, to])].sort().reverse()
  const monthOptions = months.map((month) => ({ value: month, words: monthName(month) }))
  const same = (values: readonly string[]) => [ALL, ...values.map((value) => ({ value, words: value.toUpperCase() }))]
  const fields: { label: string; name: string; value: string; options: Option[] }[] = [
    { label: 'From', name: 'from', value: from, options: monthOptions },
    { label: 'To', name: 'to', value: to, options: monthOptions },
    { label: 'By', name: 'grain', value: url.grain && url.grain !== 'month' ? url.grain : '', options: GRAIN_OPTIONS },
    {
      ...{ label: 'Company', name: 'company', value: url.company ?? '' },
      options: [ALL, ...choices.companies.map(({ code, name }) => ({ value: code, words: name }))],
    },
    { label: 'Currency', name: 'currency', value: url.currency ?? '', options: same(choices.currencies) },
    { label: 'Rail', name: 'rail', value: url.rail ?? '', options: same(choices.rails) },
    ...(COMPARING.includes(path)
      ? [{ label: 'Compare with', name: 'compare', value: url.compare === 'year' ? 'year' : '', options: COMPARE_OPTIONS }]
      : []),
  ]
  return (
    <FilterForm path={path} className="no-print mb-4 grid grid-cols-2 items-end gap-3 sm:flex sm:flex-wrap">
      {fields.map(({ options, ...field }) => (
        <FilterSelect key={field.name} {...field}>
          {withChosen(options, field.value).map(({ value, words }) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </FilterSelect>
      ))}
      <AsOfField asOf={asOfMoment(url) ?? ''} />
      {!COMPARING.includes(path) && url.compare && <input type="hidden" name="compare" value={url.compare} />}
      {url.chart && <input type="hidden" name="chart" value={url.chart} />}
      <noscript>
        <Button type="submit">Show</Button>
      </noscript>
      <ButtonLink href={financeHref(path)} scroll={false} tone="quiet">
        Last six months
      </ButtonLink>
    </FilterForm>
  )
}

/** An address may name what nothing has been paid in: it stays visible that it is chosen. */
const withChosen = (options: Option[], value: string): Option[] =>
  options.some((option) => option.value === value) ? options : [...options, { value, words: value.toUpperCase() }]
