import { SelectField } from '@/components/field'
import { Section } from '@/components/section'
import { type AmountStyle, type Answer, ENCODING_WORDS, type Mapping } from '@/payroll-files/mapping'
import type { Inspection } from '@/payroll-files/types'

type Props = { sighting: Inspection; mapping: Mapping; change: (answer: Answer) => void; disabled: boolean }

const DELIMITER_WORDS = { ',': 'comma ( , )', ';': 'semicolon ( ; )', '\t': 'tab', '|': 'vertical bar ( | )' } as const
const STYLES: readonly { label: string; style: AmountStyle }[] = [
  ...(
    [
      ['1.234,56', ',', '.'],
      ['1,234.56', '.', ','],
      ['1 234,56', ',', ' '],
      ["1'234.56", '.', "'"],
      ['1234,56', ',', ''],
      ['1234.56', '.', ''],
    ] as const
  ).map(([label, decimal, group]) => ({ label, style: { decimal, group, exact: false, unit: 'major' } as AmountStyle })),
  { label: '123456 (whole cents)', style: { decimal: '.', group: '', exact: false, unit: 'minor' } },
]
const keyOf = ({ decimal, group, unit }: AmountStyle): string => `${decimal}${group}${unit}`

/** What was found out about the file itself, each with examples from it. */
export function FileForm({ sighting, mapping, change, disabled }: Props) {
  const { amountStyle } = mapping
  return (
    <Section title="File format">
      <fieldset disabled={disabled} className="grid grid-cols-1 items-start gap-4 sm:grid-cols-2 lg:grid-cols-4">
        <legend className="sr-only">How to read the file</legend>
        {sighting.sheets.length > 0 && mapping.sheet !== null && (
          <SelectField label="Sheet" value={mapping.sheet} onChange={(event) => change({ sheet: event.target.value })}>
            {sighting.sheets.map((sheet) => (
              <option key={sheet}>{sheet}</option>
            ))}
          </SelectField>
        )}
        {mapping.delimiter && <TextSelects {...{ sighting, mapping, change }} />}
        <SelectField
          label="Header row"
          hint={example('starts with', sighting.columns[0]?.header)}
          value={mapping.headerRow ?? ''}
          onChange={(event) => change({ headerRow: Number(event.target.value) })}
        >
          {mapping.headerRow === null && <option value="">Choose a row</option>}
          <option value={0}>no header row</option>
          {[...new Set([...sighting.head.map(({ row }) => row), mapping.headerRow || 1])].map((row) => (
            <option key={row}>{row}</option>
          ))}
        </SelectField>
        <SelectField
          label="Amount format"
          hint={example('for example', amounts(sighting, mapping))}
          value={amountStyle ? keyOf(amountStyle) : ''}
          onChange={(event) => change({ amountStyle: STYLES.find(({ style }) => keyOf(style) === event.target.value)?.style ?? null })}
        >
          {!amountStyle && <option value="">Choose a format</option>}
          {STYLES.map(({ label, style }) => (
            <option key={label} value={keyOf(style)}>
              {label}
            </option>
          ))}
        </SelectField>
        <SelectField
          label="Rows that are not payments, such as totals"
          value={mapping.leaveOutTotals ? 'out' : 'in'}
          onChange={(event) => change({ leaveOutTotals: event.target.value === 'out' })}
        >
          <option value="out">Leave them out, with a note</option>
          <option value="in">Treat them like other rows</option>
        </SelectField>
      </fieldset>
    </Section>
  )
}

/** What only a text file has: its encoding and what stands between two columns. */
function TextSelects({ sighting, mapping, change }: Omit<Props, 'disabled'>) {
  return (
    <>
      <SelectField
        label="Encoding"
        hint={example('for example', accented(sighting))}
        value={mapping.encoding ?? ''}
        onChange={(event) => change({ encoding: event.target.value as NonNullable<Mapping['encoding']> })}
      >
        {mapping.encoding === null && <option value="">Choose the correct spelling</option>}
        {Object.entries(ENCODING_WORDS).map(([encoding, words]) => (
          <option key={encoding} value={encoding}>
            {words}
          </option>
        ))}
      </SelectField>
      <SelectField
        label="Column separator"
        hint={`${sighting.columns.length} columns`}
        value={mapping.delimiter ?? ''}
        onChange={(event) => change({ delimiter: event.target.value as NonNullable<Mapping['delimiter']> })}
      >
        {Object.entries(DELIMITER_WORDS).map(([delimiter, words]) => (
          <option key={delimiter} value={delimiter}>
            {words}
          </option>
        ))}
      </SelectField>
    </>
  )
}

const example = (words: string, text: string | undefined): string | undefined => (text ? `${words} ${text}` : undefined)

/** The first cell with a letter outside ASCII: there a wrong encoding shows. */
const accented = ({ head }: Inspection): string | undefined =>
  head
    .flatMap(({ cells }) => cells)
    .find((cell) => /[^\0-\x7f]/.test(cell))
    ?.slice(0, 30)

function amounts({ columns }: Inspection, { fields }: Mapping): string | undefined {
  const source = fields.amount
  return source?.from === 'column' ? columns.find(({ index }) => index === source.index)?.examples.join(' · ') : undefined
}
