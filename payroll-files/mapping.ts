/** How a payroll file's columns become lines: plain JSON, remembered per company. Read in the browser too; what it must look like is in mapping-schema.ts. */
/** What a mapping may draw from a file. The name is one column, or first and last. */
export const MAPPING_FIELDS = [
  'employee_number',
  'employee_name',
  'first_name',
  'last_name',
  'country',
  'account',
  'bic',
  'sort_code',
  'routing_number',
  'currency',
  'amount',
] as const
export type MappingField = (typeof MAPPING_FIELDS)[number]

/** How an account is written: an IBAN (or, where its country has none, a number with a BIC), or a number beside what names its bank. */
export const ACCOUNT_STYLES = ['iban', 'number-bic', 'number-sort-code', 'number-routing'] as const
export type AccountStyle = (typeof ACCOUNT_STYLES)[number]

export const DELIMITERS = [',', ';', '\t', '|'] as const
export type Delimiter = (typeof DELIMITERS)[number]

/** As TextDecoder names them; for it ISO-8859-1 is Windows-1252 and ISO-8859-9 is Windows-1254, which have the same letters. */
export const ENCODINGS = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'windows-1252',
  'iso-8859-15',
  'windows-1250',
  'iso-8859-2',
  'windows-1257',
  'iso-8859-13',
  'windows-1254',
  'windows-1253',
  'iso-8859-7',
  'windows-1251',
  'iso-8859-5',
  'koi8-r',
  'windows-1255',
  'windows-1256',
  'shift_jis',
  'gb18030',
  'big5',
  'euc-kr',
] as const
export type Encoding = (typeof ENCODINGS)[number]

/**
 * Where a field comes from: a column (found again by its header; the index tells two of the same name apart), one value for all rows (country and
 * currency), the account's own first letters (country), or the name, where a file has no employee numbers.
 */
export type FieldSource =
  | { from: 'column'; header: string; index: number }
  | { from: 'value'; value: string }
  | { from: 'iban' }
  | { from: 'name' }

/** How the file writes its amounts. Numbers in the cells of a workbook have no style; only its texts do. */
export type AmountStyle = {
  decimal: '.' | ','
  /** The mark between thousands, '' when none was seen. */
  group: '' | ',' | '.' | ' ' | "'"
  /** Every amount has the currency's own number of decimals and no grouping, as in our template. */
  exact: boolean
  /** 'minor': whole cents without a decimal mark. */
  unit: 'major' | 'minor'
}

export type Mapping = {
  /** The name of a workbook's sheet; null for CSV, and until it is known. */
  sheet: string | null
  /** Null for a workbook, and until it is known. */
  encoding: Encoding | null
  delimiter: Delimiter | null
  /** From 1; 0 where no row names the columns, which are then told by their place alone. Null until a person says so: the first row may be a person. */
  headerRow: number | null
  /** How many columns a file without headings has. */
  columns?: number | undefined
  nameOrder: 'first-last' | 'last-first'
  accountStyle: AccountStyle
  /** Null until it is known. */
  amountStyle: AmountStyle | null
  /** Rows below that pay nobody, such as totals, are left out, each with a note. */
  leaveOutTotals: boolean
  fields: Partial<Record<MappingField, FieldSource | undefined>>
}

/** A part of a mapping that is to be replaced by the person's answer. `fields` are merged one by one. */
export type Answer = Partial<Mapping>

/** What is missing before a mapping can be read with. */
export type Gap = { field: MappingField | null; sentence: string }

/** The mapping with a question's answer put in. */
export function answered(mapping: Mapping, answer: Answer): Mapping {
  return { ...mapping, ...answer, fields: { ...mapping.fields, ...answer.fields } }
}

const NAMES: Readonly<Record<MappingField, string>> = {
  employee_number: 'the employee number',
  employee_name: 'the name',
  first_name: 'the first name',
  last_name: 'the last name',
  country: 'the country of the account',
  account: 'the account',
  bic: 'the BIC',
  sort_code: 'the sort code',
  routing_number: 'the routing number',
  currency: 'the currency',
  amount: 'the amount',
}

export const ENCODING_WORDS: Readonly<Record<Encoding, string>> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16 (little-endian)',
  'utf-16be': 'UTF-16 (big-endian)',
  'windows-1252': 'Windows-1252, ISO-8859-1 (Western Europe)',
  'iso-8859-15': 'ISO-8859-15 (Western Europe with €)',
  'windows-1250': 'Windows-1250 (Central Europe)',
  'iso-8859-2': 'ISO-8859-2 (Central Europe)',
  'windows-1257': 'Windows-1257 (Baltic)',
  'iso-8859-13': 'ISO-8859-13 (Baltic)',
  'windows-1254': 'Windows-1254, ISO-8859-9 (Turkish)',
  'windows-1253': 'Windows-1253 (Greek)',
  'iso-8859-7': 'ISO-8859-7 (Greek)',
  'windows-1251': 'Windows-1251 (Cyrillic)',
  'iso-8859-5': 'ISO-8859-5 (Cyrillic)',
  'koi8-r': 'KOI8-R (Russian)',
  'windows-1255': 'Windows-1255 (Hebrew)',
  'windows-1256': 'Windows-1256 (Arabic)',
  shift_jis: 'Shift JIS (Japanese)',
  gb18030: 'GB 18030, GBK (Chinese)',
  big5: 'Big5 (Chinese)',
  'euc-kr': 'EUC-KR (Korean)',
}

/** What a field is called in a sentence. */
export const fieldWords = (field: MappingField): string => NAMES[field]

const NEEDED_BY: Readonly<Record<AccountStyle, readonly MappingField[]>> = {
  iban: [],
  'number-bic': ['bic'],
  'number-sort-code': ['sort_code'],
  'number-routing': ['routing_number'],
}

/** What must be said before a file can be read with this mapping; empty when nothing is missing. */
export function mappingGaps(mapping: Mapping): Gap[] {
  const { fields } = mapping
  const names: MappingField[] = fields.first_name || fields.last_name ? ['first_name', 'last_name'] : ['employee_name']
  const needed: MappingField[] = [
    'employee_number',
    ...names,
    'country',
    'account',
    ...NEEDED_BY[mapping.accountStyle],
    'currency',
    'amount',
  ]
  const gaps: Gap[] = needed
    .filter((field) => !fields[field])
    .map((field) => ({ field, sentence: `Choose the column for ${NAMES[field]}.` }))
  if (mapping.delimiter === null && mapping.sheet === null) gaps.unshift({ field: null, sentence: 'Choose the sheet to pay.' })
  if (mapping.delimiter !== null && mapping.encoding === null)
    gaps.unshift({ field: null, sentence: 'Choose the correct spelling of the names.' })
  if (mapping.headerRow === null) gaps.unshift({ field: null, sentence: 'Choose the header row, or that there is none.' })
  if (fields.amount && mapping.amountStyle === null) gaps.push({ field: 'amount', sentence: 'Choose the amount format.' })
  return gaps
}
