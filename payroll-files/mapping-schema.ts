/** What a mapping must look like when it comes from outside. Apart from mapping.ts, which the browser loads. */
import { z } from 'zod'
import { ACCOUNT_STYLES, DELIMITERS, ENCODINGS, MAPPING_FIELDS, type Mapping } from './mapping'

const text = z.string().max(200)

const source = z.discriminatedUnion('from', [
  z.object({ from: z.literal('column'), header: text, index: z.int().min(0).max(499) }),
  z.object({ from: z.literal('value'), value: text }),
  z.object({ from: z.literal('iban') }),
  z.object({ from: z.literal('name') }),
])

const amountStyle = z.object({
  decimal: z.enum(['.', ',']),
  group: z.enum(['', ',', '.', ' ', "'"]),
  exact: z.boolean(),
  unit: z.enum(['major', 'minor']),
})

export const mappingSchema: z.ZodType<Mapping, Mapping> = z.object({
  sheet: text.nullable(),
  encoding: z.enum(ENCODINGS).nullable(),
  delimiter: z.enum(DELIMITERS).nullable(),
  headerRow: z.int().min(0).max(1_000).nullable(),
  columns: z.int().min(1).max(500).optional(),
  nameOrder: z.enum(['first-last', 'last-first']),
  accountStyle: z.enum(ACCOUNT_STYLES),
  amountStyle: amountStyle.nullable(),
  leaveOutTotals: z.boolean(),
  fields: z.partialRecord(z.enum(MAPPING_FIELDS), source),
})
