/**
 * schema.prisma against the migrated database. It is a view: tables and columns that it does not have are allowed, since only SQL asks for them. What it has
 * must be there, of that type, as nullable, as unique and with that reference.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/stack/test-runner/database'

type Field = { name: string; type: string; isNullable: boolean; isList: boolean; attributes: string }
type Model = { name: string; fields: Field[]; blocks: string[] }

/** Every line of a model is read, or the test fails: nothing is passed over. */
function modelsOf(schema: string): Model[] {
  return [...schema.matchAll(/^model (\w+) \{\n(.*?)^\}/gms)].map(([, name = '', body = '']) => {
    const lines = body.split('\n').flatMap((line) => line.replace(/\/\/.*/, '').trim() || [])
    const blocks = lines.filter((line) => line.startsWith('@@'))
    const fields = lines
      .filter((line) => !line.startsWith('@@'))
      .map((line) => {
        const [, field = '', type = '', mark = '', attributes = ''] = /^(\w+)\s+(\w+)(\?|\[\])?\s*(.*)$/.exec(line) ?? []
        if (!field) throw new Error(`${name}: "${line}" is no field`)
        return { name: field, type, isNullable: mark === '?', isList: mark === '[]', attributes }
      })
    return { name, fields, blocks }
  })
}

const TYPES: Readonly<Record<string, string>> = {
  String: 'text',
  'String @db.Uuid': 'uuid',
  Int: 'integer',
  BigInt: 'bigint',
  Float: 'double precision',
  Boolean: 'boolean',
  Json: 'jsonb',
  DateTime: 'timestamp with time zone',
  'DateTime @db.Date': 'date',
  'DateTime @db.Time': 'time without time zone',
}

/** What the schema claims, a line each, as the database is asked for it too. */
function claimsOf(models: readonly Model[]): string[] {
  const tables = new Map(models.map((model) => [model.name, tableOf(model)]))
  return models.flatMap((model) => {
    const table = tableOf(model)
    const columns = new Map(model.fields.map((field) => [field.name, columnOf(field)]))
    const listed = (names: string) => names.split(',').map((name) => columns.get(name.trim()) ?? name)
    return [
      ...model.fields.flatMap((field) => {
        const column = columnOf(field)
        if (tables.has(field.type)) {
          const [, own = '', theirs = ''] = /@relation\(fields: \[(.*?)\], references: \[(.*?)\]/.exec(field.attributes) ?? []
          const there = models.find(({ name }) => name === field.type)?.fields ?? []
          const other = theirs.split(',').map((name) => there.filter((each) => each.name === name.trim()).map(columnOf))
          return own ? [`${table}: ${listed(own)} refers to ${tables.get(field.type)} (${other})`] : []
        }
        const native = /@db\.\w+/.exec(field.attributes)?.[0]
        const type = TYPES[native ? `${field.type} ${native}` : field.type] ?? `unknown ${field.type} ${native}`
        return [
          `${table}.${column}: ${type}${field.isList ? '[]' : ''}${field.isNullable ? '' : ' not null'}`,
          ...(/@id\b/.test(field.attributes) ? [`${table}: ${column} is the key`] : []),
          ...(/@unique\b/.test(field.attributes) ? [`${table}: ${column} is unique`] : []),
          ...(field.attributes.includes('dbgenerated') ? [`${table}.${column} has a default`] : []),
        ]
      }),
      ...model.blocks.flatMap((block) => {
        const [, what, names = ''] = /^@@(id|unique|map)\((?:\[(.*?)\])?/.exec(block) ?? [undefined, `unread ${block}`]
        return what === 'map' ? [] : [`${table}: ${listed(names)} is ${what === 'id' ? 'the key' : what}`]
      }),
    ]
  })
}

const mapped = (text: string) => /@map\("(\w+)"\)/.exec(text)?.[1]
const tableOf = ({ name, blocks }: Model) => mapped(blocks.join(' ')) ?? name
const columnOf = ({ name, attributes }: Field) => mapped(attributes) ?? name

/** The same lines, of everything that the database has; a column of a domain is of the domain's type. */
const FACTS = `
  SELECT format('%s.%s: %s%s', t.relname, c.attname, format_type(coalesce(nullif(y.typbasetype, 0), y.oid), NULL), CASE WHEN c.attnotnull THEN ' not null' END) AS fact
  FROM pg_class t JOIN pg_attribute c ON c.attrelid = t.oid AND c.attnum > 0 AND NOT c.attisdropped JOIN pg_type y ON y.oid = c.atttypid
  WHERE t.relnamespace = 'public'::regnamespace AND t.relkind = 'r'
  UNION ALL SELECT format('%s.%s has a default', d.adrelid::regclass, c.attname)
  FROM pg_attrdef d JOIN pg_attribute c ON c.attrelid = d.adrelid AND c.attnum = d.adnum
  UNION ALL SELECT format('%s: %s is %s', i.indrelid::regclass, (
    SELECT string_agg(c.attname, ',' ORDER BY k.n) FROM unnest(i.indkey::int[]) WITH ORDINALITY AS k(attnum, n)
    JOIN pg_attribute c ON c.attrelid = i.indrelid AND c.attnum = k.attnum), CASE WHEN i.indisprimary THEN 'the key' ELSE 'unique' END)
  FROM pg_index i WHERE i.indisunique AND i.indpred IS NULL AND i.indexprs IS NULL
  UNION ALL SELECT format('%s: %s refers to %s (%s)', f.conrelid::regclass,
    (SELECT string_agg(c.attname, ',') FROM pg_attribute c WHERE c.attrelid = f.conrelid AND c.attnum = ANY(f.conkey)), f.confrelid::regclass,
    (SELECT string_agg(c.attname, ',') FROM pg_attribute c WHERE c.attrelid = f.confrelid AND c.attnum = ANY(f.confkey)))
  FROM pg_constraint f WHERE f.contype = 'f'`

const models = modelsOf(readFileSync(join(import.meta.dirname, 'schema.prisma'), 'utf8'))
let database: TestDatabase
let facts: Set<string>

beforeAll(async () => {
  database = await testDatabase()
  const client = new Client({ connectionString: database.url })
  await client.connect()
  const { rows } = await client.query<{ fact: string }>(FACTS)
  facts = new Set(rows.map(({ fact }) => fact))
  await client.end()
})
afterAll(() => database.drop())

const untrue = (of: readonly Model[]) => claimsOf(of).filter((claim) => !facts.has(claim))

test('what the schema says of tables, columns, keys and references is so in the migrated database', () => {
  expect(claimsOf(models).length).toBeGreaterThan(100)
  expect(untrue(models)).toEqual([])
})

test('what differs is told', () => {
  const planted = modelsOf(`
model Payout {
  id        String  @id @db.Uuid
  runId     String  @map("run_id")
  renamed   Int
  bic       String
  status    String  @unique
  account   String @default(dbgenerated("x"))
  bank      BankProfile @relation(fields: [runId], references: [id])

  @@unique([id, runId])
  @@map("payout")
}
model BankProfile {
  id String @id @db.Uuid

  @@map("bank_profile")
}
`)
  expect(untrue(planted)).toEqual([
    'payout.run_id: text not null',
    'payout.renamed: integer not null',
    'payout.bic: text not null',
    'payout: status is unique',
    'payout.account has a default',
    'payout: run_id refers to bank_profile (id)',
    'payout: id,run_id is unique',
  ])
})
