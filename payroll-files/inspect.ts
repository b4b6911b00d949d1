/** Looks at the head of a payroll file and proposes how to read it. */
import { exponentOf, isCurrency } from '@/events/money'
import { withoutCurrency } from './amount-style'
import { columnIndexesIn } from './columns'
import { formatOf } from './format'
import { type Chosen, type Head, headRows } from './head'
import { headerIn } from './header-row'
import { ENCODING_WORDS, type Encoding, type Mapping } from './mapping'
import { TEMPLATE } from './presets'
import { amountStyleOf, columnQuestions, headingsQuestion, sheetQuestion, spellingQuestion } from './questions'
import { CELL_CHARACTERS_MAX, isBlank, letterOf, type Row } from './row'
import { sizeOf } from './source'
import { type HeadColumn, isIban, type Suggestion, suggest } from './suggest'
import type { Inspection, PayrollSource, Question, Refusal, SeenColumn } from './types'
import { UnreadableFile } from './unreadable-file'

const ROWS_SHOWN = 20
const CELL_CHARACTERS_SHOWN = 80

/**
 * Sights a file. `remembered` is the company's mapping, or the one a person is at work on: it is used when all its columns are there, and only what it
 * leaves open is asked (its `amountStyle` must be null once another column holds the amount). `chosen` is what the person set instead of what was
 * found: another sheet, delimiter, encoding or header row. Never throws on content.
 */
export async function inspectPayrollFile(
  file: PayrollSource,
  remembered: Mapping | null = null,
  chosen: Chosen = {},
): Promise<Inspection | Refusal> {
  try {
    const found = await formatOf(file)
    if ('kind' in found) return found
    const head = await headRows(file, found.format, chosen, remembered?.encoding ?? null)
    return { ...inspected(head, remembered, chosen, found.remark), format: found.format, bytes: await sizeOf(file) }
  } catch (error) {
    if (error instanceof UnreadableFile) return { kind: 'refused', sentence: error.message }
    throw error
  }
}

type Seen = Omit<Inspection, 'format' | 'bytes'>

function inspected(head: Head, remembered: Mapping | null, chosen: Chosen, remark: string | null): Seen {
  const nameless = chosen.headerRow === 0 || (chosen.headerRow == null && hasNoHeadings(head.rows))
  const known = nameless ? byPlace(remembered) : remembered && chosen.headerRow == null ? rememberedIn(head, remembered) : null
  const header = nameless ? NO_HEADINGS : (known?.row ?? headerOf(head.rows, chosen))
  const body = head.rows.filter(({ row, cells }) => row > header.row && !isBlank(cells))
  if (body.length === 0) throw new UnreadableFile(head.broken ?? 'The file has a header and no payroll lines.')
  const columns = columnsOf(header, body)
  const suggestion = suggest(columns)
  // Which of several sheets is paid is never taken for granted, not even when it was said last month.
  const sheet = head.rivals.length > 1 ? null : head.sheet
  const encoding = head.spellings.length > 0 ? null : head.encoding
  const headerRow = nameless ? (chosen.headerRow ?? null) : header.row
  const base = { sheet, encoding, delimiter: head.delimiter, headerRow, ...(nameless && { columns: usualWidth(body) }) }
  const proposed: Mapping = known
    ? { ...known.mapping, ...base }
    : { ...base, ...ownOf(suggestion), amountStyle: null, leaveOutTotals: true }
  const { mapping, questions } = asked(proposed, known !== null, suggestion, columns, body)
  // What the columns hold is asked when it is known where they begin.
  if (headerRow === null) questions.splice(0, questions.length, headingsQuestion(body[0], known !== null))
  if (head.rivals.length > 1) questions.unshift(sheetQuestion(head.rivals))
  if (head.spellings.length > 0) questions.unshift(spellingQuestion(head.spellings))
  return {
    kind: 'sighting',
    sheets: head.sheets,
    columns: columns.map(shown),
    head: head.rows.slice(0, ROWS_SHOWN).map(({ row, cells }) => ({ row, cells: cells.map(short) })),
    rowsSeen: head.rows.length,
    mapping,
    from: known ? { kind: 'remembered' } : suggestion.preset ? { kind: 'preset', name: suggestion.preset.name } : { kind: 'headers' },
    questions,
    remarks: [remark, ...remarksOn(head, header, mapping)].filter((each) => each !== null),
  }
}

const isUnmarked = (encoding: Encoding | null): encoding is Encoding => encoding !== null && !encoding.startsWith('utf')

const ownOf = ({ accountStyle, nameOrder, fields }: Suggestion): Pick<Mapping, 'accountStyle' | 'nameOrder' | 'fields'> => ({
  accountStyle,
  nameOrder,
  fields,
})

/** The remembered mapping in this file: the row that has all its columns, and where they stand now. */
function rememberedIn({ rows }: Head, remembered: Mapping): { row: Row; mapping: Mapping } | null {
  if (remembered.headerRow === 0 || Object.values(remembered.fields).every(({ from }) => from !== 'column')) return null
  for (const row of rows) {
    const places = columnIndexesIn(row.cells, remembered)
    if (!places) continue
    const fields = Object.entries(remembered.fields).map(([field, source]) => {
      const index = places[field as keyof typeof places]
      return [field, source.from === 'column' && index !== undefined ? { ...source, index } : source]
    })
    return { row, mapping: { ...remembered, fields: Object.fromEntries(fields) } }
  }
  return null
}

function headerOf(rows: readonly Row[], chosen: Chosen): Row {
  if (rows.every(({ cells }) => isBlank(cells))) throw new UnreadableFile('The file is empty.')
  if (chosen.headerRow != null) {
    const row = rows.find((each) => each.row === chosen.headerRow)
    if (!row) throw new UnreadableFile(`The file has nothing in row ${chosen.headerRow}.`)
    return row
  }
  const { row } = headerIn(rows)
  if (!row) throw new UnreadableFile('The file is empty.')
  return row
}

/** In place of a header, above the first row. */
const NO_HEADINGS: Row = { row: 0, cells: [] }

/** Whether what would be taken for the header looks like somebody's pay: taking the first person's row for it would leave that person unpaid. */
function hasNoHeadings(rows: readonly Row[]): boolean {
  const { row, fields } = headerIn(rows)
  return row !== null && fields < 2 && row.cells.some((cell) => isIban(cell) || /^-?\d+(?:[.,]\d{2})?$/.test(cell.trim()))
}

/** How many columns most rows have: one that is wider may hold an amount with a comma, "1,234.50" unquoted, and would pay 1. */
function usualWidth(body: readonly Row[]): number {
  const counts = new Map<number, number>()
  for (const { cells } of body) {
    const width = cells.findLastIndex((cell) => cell.trim() !== '') + 1
    counts.set(width, (counts.get(width) ?? 0) + 1)
  }
  return [...counts].reduce((one, other) => (other[1] > one[1] ? other : one), [1, 0])[0]
}

/** What was said of such files of the company before, to be looked at again: nothing in the file tells whether its columns stand as they did. */
const byPlace = (remembered: Mapping | null): { row: Row; mapping: Mapping } | null =>
  remembered?.headerRow === 0 ? { row: NO_HEADINGS, mapping: remembered } : null

function columnsOf(header: Row, body: readonly Row[]): HeadColumn[] {
  const width = body.reduce((widest, { cells }) => Math.max(widest, cells.length), header.cells.length)
  const columns = Array.from({ length: width }, (_, index) => ({
    index,
    header: (header.cells[index] ?? '').slice(0, CELL_CHARACTERS_MAX),
    values: body.map(({ cells }) => (cells[index] ?? '').slice(0, CELL_CHARACTERS_MAX).trim()),
  }))
  return columns.filter((column) => column.header.trim() !== '' || column.values.some((value) => value !== ''))
}

/** Completes the proposal by what the amounts look like, and asks what is left. */
function asked(
  proposed: Mapping,
  isKnown: boolean,
  suggestion: Suggestion,
  columns: readonly HeadColumn[],
  body: readonly Row[],
): { mapping: Mapping; questions: Question[] } {
  if (!isKnown && suggestion.preset === TEMPLATE && proposed.delimiter === ',')
    return { mapping: { ...proposed, amountStyle: { decimal: '.', group: '', exact: true, unit: 'major' } }, questions: [] }
  const withCurrency = isKnown ? proposed : currencyOfAmounts(proposed, body)
  const questions = columnQuestions(withCurrency, suggestion, columns)
  if (withCurrency.fields.amount?.from !== 'column') return { mapping: withCurrency, questions }
  const style = amountStyleOf(amountTexts(withCurrency, body), onlyWhole(withCurrency, body))
  const before = proposed.amountStyle
  if ('decimal' in style) {
    const asBefore = before !== null && (before.decimal === style.decimal || amountTexts(withCurrency, body).length === 0)
    if (before === null || asBefore) return { mapping: { ...withCurrency, amountStyle: before ?? style }, questions }
    const question = { ...MIXED_UP, options: [{ label: 'Yes, read them like this', answer: { amountStyle: style } }] }
    return { mapping: { ...withCurrency, amountStyle: null }, questions: [...questions, question] }
  }
  // What a person said of this company's files holds, unless this file contradicts itself.
  if (before !== null && !style.sentence.startsWith('The amounts are written')) return { mapping: withCurrency, questions }
  return { mapping: { ...withCurrency, amountStyle: null }, questions: [...questions, style] }
}

/** Whether all rows are in currencies without decimals: in yen, 300,000 is one amount only. */
function onlyWhole({ fields: { currency } }: Mapping, body: readonly Row[]): boolean {
  const codes =
    currency?.from === 'value' ? [currency.value] : currency?.from === 'column' ? body.map(({ cells }) => cells[currency.index] ?? '') : []
  const known = codes.map((code) => code.trim().toUpperCase()).filter(isCurrency)
  return known.length > 0 && known.every((code) => exponentOf(code) === 0)
}

const MIXED_UP: Question = {
  id: 'amount-style',
  field: 'amount',
  sentence: 'The amounts are written differently than in earlier files. Check them closely: is this correct?',
  options: [],
}

/** The head's amounts that are text: numbers of a workbook have no style. */
function amountTexts({ fields }: Mapping, body: readonly Row[]): string[] {
  const source = fields.amount
  if (source?.from !== 'column') return []
  return body
    .filter(({ kinds }) => kinds?.[source.index] === undefined)
    .map(({ cells }) => (cells[source.index] ?? '').slice(0, CELL_CHARACTERS_MAX))
}

/** "1.234,56 €" says the currency where no column does. */
function currencyOfAmounts(mapping: Mapping, body: readonly Row[]): Mapping {
  if (mapping.fields.currency) return mapping
  const said = amountTexts(mapping, body).flatMap((text) => withoutCurrency(text.trim()).currencies ?? [])
  const [currency] = new Set(said)
  if (currency === undefined || new Set(said).size !== 1) return mapping
  return { ...mapping, fields: { ...mapping.fields, currency: { from: 'value', value: currency } } }
}

function remarksOn(head: Head, header: Row, mapping: Mapping): (string | null)[] {
  const above = head.rows.filter(({ row, cells }) => row < header.row && !isBlank(cells)).length
  return [
    above > 0 ? `${above === 1 ? 'One row' : `${above} rows`} above the header ${above === 1 ? 'is' : 'are'} skipped.` : null,
    head.spellings.length === 0 && isUnmarked(head.encoding) && head.rows.some(({ cells }) => /[^\0-\x7f]/.test(cells.join('')))
      ? `The file is not in UTF-8, so PayLedger reads it as ${ENCODING_WORDS[head.encoding]}. Check that accented letters are correct.`
      : null,
    mapping.fields.employee_number?.from === 'name' ? 'The file has no employee numbers, so PayLedger uses the names.' : null,
  ]
}

const short = (text: string): string => (text.length > CELL_CHARACTERS_SHOWN ? `${text.slice(0, CELL_CHARACTERS_SHOWN)}…` : text)

const shown = ({ index, header, values }: HeadColumn): SeenColumn => ({
  index,
  letter: letterOf(index),
  header: short(header.trim()),
  examples: [...new Set(values.filter((value) => value !== ''))].slice(0, 3).map(short),
})
