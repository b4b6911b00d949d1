/** Whether the type that the sources give a row is what the driver makes of the columns that Postgres answers with. */
import ts from 'typescript'
import type { Column } from './describe'
import type { Statement } from './find-statements'

type Kind = 'string' | 'number' | 'bigint' | 'boolean' | 'Date' | 'Decimal' | 'Uint8Array' | 'json'
type Kinds = Readonly<Record<string, Kind>>

/** What both make of them. */
const BOTH: Kinds = {
  text: 'string',
  uuid: 'string',
  name: 'string',
  character: 'string',
  'character varying': 'string',
  smallint: 'number',
  integer: 'number',
  real: 'number',
  'double precision': 'number',
  boolean: 'boolean',
  date: 'Date',
  'timestamp with time zone': 'Date',
  bytea: 'Uint8Array',
  json: 'json',
  jsonb: 'json',
}
const KINDS: Readonly<Record<Statement['driver'], Kinds>> = {
  prisma: { ...BOTH, bigint: 'bigint', oid: 'bigint', numeric: 'Decimal', 'time without time zone': 'Date' },
  pg: { ...BOTH, bigint: 'string', oid: 'number', numeric: 'string', 'time without time zone': 'string', xid8: 'string' },
}

/** Of each column that differs a sentence. Whether one can be null Postgres does not tell. */
export function rowProblems(
  { row, driver }: Pick<Statement, 'row' | 'driver'>,
  columns: readonly Column[],
  checker: ts.TypeChecker,
): string[] {
  const twice = columns.filter(({ name }, n) => columns.findIndex((other) => other.name === name) !== n)
  if (row && checker.isTupleType(row)) return inOrder(row, driver, columns, checker)
  const named = row ? checker.getPropertiesOfType(row) : []
  // Of rows that are only counted nothing is said.
  if (!row || named.length === 0) return []
  const answered = new Map(columns.map((column) => [column.name, column]))
  return [
    ...twice.map(({ name }) => `two columns are called ${name}`),
    ...named.flatMap((property) => {
      const column = answered.get(property.name)
      if (!column) return property.flags & ts.SymbolFlags.Optional ? [] : [`no column is called ${property.name}`]
      return columnProblem(column, checker.getTypeOfSymbol(property), driver, checker)
    }),
    ...columns.filter(({ name }) => !named.some((property) => property.name === name)).map(({ name }) => `the row's type has no ${name}`),
  ]
}

function inOrder(row: ts.Type, driver: Statement['driver'], columns: readonly Column[], checker: ts.TypeChecker): string[] {
  const types = checker.getTypeArguments(row as ts.TypeReference)
  if (types.length !== columns.length) return [`${columns.length} columns, ${types.length} in the row's type`]
  return columns.flatMap((column, n) => columnProblem(column, types[n] as ts.Type, driver, checker))
}

function columnProblem({ name, type }: Column, declared: ts.Type, driver: Statement['driver'], checker: ts.TypeChecker): string[] {
  const kinds = KINDS[driver]
  const read = kinds[type.replace('[]', '')] ?? 'nothing we know'
  return fits(declared, type, kinds, checker) ? [] : [`${name} is ${type}, read as ${read}, not ${checker.typeToString(declared)}`]
}

function fits(declared: ts.Type, type: string, kinds: Kinds, checker: ts.TypeChecker): boolean {
  const known = checker.getNonNullableType(declared)
  // `never` is what remains of a column that is always null.
  if (known.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.Never)) return true
  if (type.endsWith('[]')) {
    const element = checker.isArrayLikeType(known) ? checker.getIndexTypeOfType(known, ts.IndexKind.Number) : undefined
    return element !== undefined && fits(element, type.slice(0, -2), kinds, checker)
  }
  const kind = kinds[type]
  return kind !== undefined && (known.isUnion() ? known.types : [known]).every((member) => isKind(member, kind))
}

const FLAGS: Partial<Record<Kind, ts.TypeFlags>> = {
  string: ts.TypeFlags.StringLike,
  number: ts.TypeFlags.NumberLike,
  bigint: ts.TypeFlags.BigIntLike,
  boolean: ts.TypeFlags.BooleanLike,
}

function isKind(type: ts.Type, kind: Kind): boolean {
  // What stands inside JSON Postgres does not tell, but neither of these can.
  if (kind === 'json') return !(type.flags & ts.TypeFlags.BigIntLike) && type.symbol?.name !== 'Date'
  const flags = FLAGS[kind]
  if (flags === undefined) return type.symbol?.name === kind
  return type.isIntersection() ? type.types.some((member) => member.flags & flags) : (type.flags & flags) !== 0
}
