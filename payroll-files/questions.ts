/** What only a person can say about a payroll file, with what they can answer. */
import { type StyleFound, styleOf } from './amount-style'
import type { Detected } from './detect-encoding'
import { type AmountStyle, type Answer, ENCODING_WORDS, fieldWords, type Mapping, type MappingField } from './mapping'
import { letterOf, type Row } from './row'
import { columnSource, type HeadColumn, type Suggestion } from './suggest'
import type { Question } from './types'

const POINT: AmountStyle = { decimal: '.', group: ',', exact: false, unit: 'major' }
const COMMA: AmountStyle = { decimal: ',', group: '.', exact: false, unit: 'major' }

/** When no amount is written as text, this is what one further down would have to look like. */
const PLAIN: AmountStyle = { decimal: '.', group: '', exact: false, unit: 'major' }

/** The style, or the question about it. `texts`: the amounts of the head that are written as text. `onlyWhole`: they can have no decimals. */
export function amountStyleOf(texts: readonly string[], onlyWhole = false): AmountStyle | Question {
  const found = styleOf(texts)
  if (found.is === 'none') return PLAIN
  if (onlyWhole && found.is === 'whole') return PLAIN
  if (onlyWhole && found.is === 'both') return found.example.includes(',') ? POINT : COMMA
  return found.is === 'one' ? found.style : amountQuestion(found)
}

function amountQuestion(found: Exclude<StyleFound, { is: 'one' | 'none' }>): Question {
  const ask = (sentence: string, options: [string, AmountStyle][]): Question => ({
    id: found.is === 'whole' ? 'amount-unit' : 'amount-style',
    field: 'amount',
    sentence,
    options: options.map(([label, amountStyle]) => ({ label, answer: { amountStyle } })),
  })
  if (found.is === 'whole')
    return ask(`No amount has decimals. What does ${found.example} mean?`, [
      [`${found.example} whole units, such as euros`, PLAIN],
      [`${found.example} cents (the smallest unit)`, { ...PLAIN, unit: 'minor' }],
    ])
  if (found.is === 'both')
    return ask(`The amount ${found.example} can mean two things. Which one is correct?`, [
      [`A comma before the decimals: ${meaning(found.example, ',')}`, COMMA],
      [`A point before the decimals: ${meaning(found.example, '.')}`, POINT],
    ])
  return ask(
    `The amounts are written in two ways: ${found.examples[0]} and ${found.examples[1]}. Which one is correct? PayLedger refuses the others.`,
    [
      ['A comma before the decimals, as in 3.412,60', COMMA],
      ['A point before the decimals, as in 3,412.60', POINT],
    ],
  )
}

/** The value with this decimal mark, as a plain decimal. */
function meaning(example: string, decimal: '.' | ','): string {
  const kept = example.replace(decimal === '.' ? /[^\d.]/g : /[^\d,]/g, '')
  return kept.replace(',', '.')
}

/** Questions about columns: those that several may hold, and those that none does. */
export function columnQuestions(mapping: Mapping, { unclear }: Suggestion, columns: readonly HeadColumn[]): Question[] {
  const questions = unclear
    .filter(({ field }) => !mapping.fields[field])
    .map(({ field, columns: found }) => chooseColumn(field, `More than one column may be ${fieldWords(field)}. Which one is it?`, found))
  const open = (field: MappingField): boolean => !mapping.fields[field] && !questions.some((question) => question.field === field)
  const names =
    mapping.fields.first_name || mapping.fields.last_name ? (['first_name', 'last_name'] as const) : (['employee_name'] as const)
  for (const field of [...names, 'account', 'amount'] as const)
    if (open(field)) questions.push(chooseColumn(field, `Which column is ${fieldWords(field)}?`, fitting(field, free(columns, mapping))))
  if (open('employee_number')) questions.push(numberQuestion(columns, mapping))
  if (open('currency')) questions.push(currencyQuestion())
  if (open('country')) questions.push(countryQuestion(columns, mapping))
  return questions
}

/** Columns that hold something and are not mapped yet. */
function free(columns: readonly HeadColumn[], { fields }: Mapping): HeadColumn[] {
  const taken = new Set(Object.values(fields).flatMap((source) => (source.from === 'column' ? [source.index] : [])))
  return columns.filter(({ index, values }) => !taken.has(index) && values.some((value) => value !== '')).slice(0, 30)
}

/** Columns whose values could be amounts, where an amount is asked for and there are any. */
function fitting(field: MappingField, columns: HeadColumn[]): HeadColumn[] {
  if (field !== 'amount') return columns
  const amounts = columns.filter(({ values }) => styleOf(values).is !== 'none')
  return amounts.length > 0 ? amounts : columns
}

function chooseColumn(field: MappingField, sentence: string, columns: readonly HeadColumn[]): Question {
  return { id: `column:${field}`, field, sentence, options: columns.map((column) => optionOf(field, column)) }
}

function optionOf(field: MappingField, column: HeadColumn): Question['options'][number] {
  const examples = [...new Set(column.values.filter((value) => value !== ''))].slice(0, 2).map((value) => value.slice(0, 40))
  const name =
    column.header.trim() === '' ? `Column ${letterOf(column.index)}` : `${column.header.trim().slice(0, 60)} (${letterOf(column.index)})`
  const answer: Answer = { fields: { [field]: columnSource(column) } }
  const style = field === 'amount' ? amountStyleOf(column.values) : null
  if (style && 'decimal' in style) answer.amountStyle = style
  return { label: examples.length > 0 ? `${name}: ${examples.join(', ')}` : name, answer }
}

function numberQuestion(columns: readonly HeadColumn[], mapping: Mapping): Question {
  const unique = free(columns, mapping).filter(
    ({ values }) => values.every((value) => value !== '') && new Set(values).size === values.length,
  )
  const question = chooseColumn('employee_number', 'Which column identifies each person every month, such as an employee number?', unique)
  return {
    ...question,
    options: [...question.options, { label: 'None: use the name', answer: { fields: { employee_number: { from: 'name' } } } }],
  }
}

function currencyQuestion(): Question {
  return {
    id: 'currency',
    field: 'currency',
    sentence: 'The file does not say which currency the amounts are in. Which one is it?',
    options: ['EUR', 'GBP', 'USD', 'CHF'].map((value) => ({ label: value, answer: { fields: { currency: { from: 'value', value } } } })),
  }
}

function countryQuestion(columns: readonly HeadColumn[], mapping: Mapping): Question {
  const question = chooseColumn('country', 'The file does not say which country the accounts are in.', free(columns, mapping))
  return {
    ...question,
    options: [{ label: 'Take it from the IBANs', answer: { fields: { country: { from: 'iban' } } } }, ...question.options],
  }
}

/** Asks which of several sheets is the payroll. */
export function sheetQuestion(rivals: readonly string[]): Question {
  return {
    id: 'sheet',
    field: null,
    sentence: 'More than one sheet looks like a payroll. Which one do you want to pay?',
    options: rivals.map((sheet) => ({ label: sheet, answer: { sheet } })),
  }
}

/** Which encoding it is, asked by the names it makes. */
export function spellingQuestion(spellings: Detected['rivals']): Question {
  return {
    id: 'encoding',
    field: null,
    sentence: 'The file does not say how its letters are stored. Which spelling is correct?',
    options: spellings.map(({ encoding, words }) => ({ label: `${words.join(', ')} – ${ENCODING_WORDS[encoding]}`, answer: { encoding } })),
  }
}

/** Whether the file has no row that names its columns. `known`: files without one were read for this company before. */
export function headingsQuestion(first: Row | undefined, known: boolean): Question {
  const example = (first?.cells ?? [])
    .filter((cell) => cell.trim() !== '')
    .slice(0, 4)
    .map((cell) => cell.trim().slice(0, 30))
    .join(' · ')
  const label = `Yes, there is no header row. ${known ? 'The columns are in the same order as last time' : 'I choose the columns below'}`
  return {
    id: 'headings',
    field: null,
    sentence: `No row looks like column headings. Is row ${first?.row ?? 1} (${example}) already a person to pay? If not, choose the header row below.`,
    options: [{ label, answer: { headerRow: 0 } }],
  }
}
