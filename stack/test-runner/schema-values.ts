/** Values that a JSON schema allows, for requests nobody thought of. As much of JSON Schema as docs/openapi.json uses. */
import fc from 'fast-check'

export type JsonSchema = {
  $ref?: string
  anyOf?: JsonSchema[]
  oneOf?: JsonSchema[]
  allOf?: JsonSchema[]
  const?: unknown
  enum?: unknown[]
  type?: string | string[]
  format?: string
  pattern?: string
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  items?: JsonSchema
  minItems?: number
  maxItems?: number
  properties?: Record<string, JsonSchema>
  required?: string[]
  additionalProperties?: boolean | JsonSchema
  propertyNames?: JsonSchema
}

/** What stands behind a reference, and the texts that are good, by the name of their property, where a schema says less than a rule. */
export type Known = { definition: (ref: string) => JsonSchema; texts: Readonly<Record<string, string>> }

const SMALL = 1_000
const TEXTS = ['asked for by a test', 'Groß & Söhne', '0042', 'Łódź, 3rd floor']

/** @param name of the property it is for. */
export function valuesOf(schema: JsonSchema, known: Known, name = ''): fc.Arbitrary<unknown> {
  const of = (each: JsonSchema, called = name) => valuesOf(each, known, called)
  if (schema.$ref) return of(known.definition(schema.$ref))
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return fc.oneof(...choices.map((each) => of(each)))
  if (schema.allOf) return fc.tuple(...schema.allOf.map((each) => of(each))).map((parts) => Object.assign({}, ...parts) as unknown)
  if ('const' in schema) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  if (Array.isArray(schema.type)) return fc.oneof(...schema.type.map((type) => of({ ...schema, type })))
  switch (schema.type) {
    case 'string':
      return texts(schema, known.texts[name])
    case 'integer':
    case 'number':
      return fc.integer({ min: schema.minimum ?? 0, max: Math.min(schema.maximum ?? SMALL, (schema.minimum ?? 0) + SMALL) })
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'array':
      return fc.array(of(schema.items ?? {}), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 2, (schema.minItems ?? 0) + 2),
      })
    case 'object':
      return objects(schema, of)
    default:
      return fc.constantFrom(null, 1, 'text')
  }
}

function texts({ format, pattern, minLength = 0, maxLength = 200 }: JsonSchema, good: string | undefined): fc.Arbitrary<unknown> {
  if (format === 'uuid') return good ? fc.constant(good) : fc.uuid()
  if (format === 'date') return fc.constantFrom('2026-11-25', '2026-12-01', '2027-02-28')
  if (good !== undefined) return fc.constant(good)
  if (pattern) return fc.stringMatching(new RegExp(pattern, 'u')).filter((text) => text.length >= minLength && text.length <= maxLength)
  return fc.constantFrom(...TEXTS).map((text) => text.padEnd(minLength, '0').slice(0, maxLength))
}

function objects(schema: JsonSchema, of: (each: JsonSchema, name: string) => fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const { properties = {}, required = [], additionalProperties } = schema
  const known = fc.record(Object.fromEntries(Object.entries(properties).map(([name, each]) => [name, of(each, name)])), {
    requiredKeys: required.filter((name) => name in properties),
    noNullPrototype: true,
  })
  if (typeof additionalProperties !== 'object') return known
  const names = of(schema.propertyNames ?? { type: 'string' }, '').map(String)
  return fc
    .tuple(known, fc.dictionary(names, of(additionalProperties, ''), { maxKeys: 2, noNullPrototype: true }))
    .map(([a, b]) => ({ ...b, ...a }))
}
