/** Every statement that the product's sources hand to Postgres, with the type that they give its rows. */
import { join } from 'node:path'
import ts from 'typescript'
import { ROOT } from '../../paths'
import { AROUND_THE_PRODUCT, STORES } from '../folders'
import type { SourceFile } from '../tree-rules'
import { SqlText, Unreadable } from './sql-text'

export type Statement = {
  /** "path:line". */
  place: string
  /** What it can be; empty when that is known only as it runs. */
  texts: string[]
  unreadable: string | null
  driver: 'prisma' | 'pg'
  /** Handed to the client itself, not to a function that does. */
  isDirect: boolean
  /** Of one row; null where nothing is said of it. */
  row: ts.Type | null
}
export type Found = { statements: Statement[]; checker: ts.TypeChecker }

/** In a source's text. */
const ASKS = /\.\$(query|execute)Raw/
const RAW = new Set(['$queryRaw', '$executeRaw', '$queryRawUnsafe', '$executeRawUnsafe'])
/** Where the functions stand that run the query they are handed, with the type of its rows. */
const READERS = /\/payroll\/transaction\/chunks\.ts$/

const LEDGER_ROOMS = STORES.find(({ what }) => what === 'ledger')?.only ?? []

/** The sources of the product that hold statements or parts of them: the rooms that may open the ledger, and who asks through them. */
export function statementSources(files: readonly SourceFile[]): SourceFile[] {
  return files.filter(({ path, text }) => {
    const [top = ''] = path.split('/')
    if (!/\.tsx?$/.test(path) || /\.test\.tsx?$/.test(path) || AROUND_THE_PRODUCT.includes(top)) return false
    return LEDGER_ROOMS.includes(top) || ASKS.test(text)
  })
}

/** Reads `files`, whose text may be another than on disk, with the types of all that they import. */
export function findStatements(files: readonly SourceFile[]): Found {
  const texts = new Map(files.map(({ path, text }) => [join(ROOT, path), text]))
  const { options } = ts.parseJsonConfigFileContent(ts.readConfigFile(join(ROOT, 'tsconfig.json'), ts.sys.readFile).config, ts.sys, ROOT)
  const host = ts.createCompilerHost({ ...options, incremental: false })
  const { fileExists, readFile } = host
  host.fileExists = (name) => texts.has(name) || fileExists(name)
  host.readFile = (name) => texts.get(name) ?? readFile(name)
  const program = ts.createProgram([...texts.keys()], { ...options, incremental: false }, host)
  const checker = program.getTypeChecker()
  const sources = files.flatMap(({ path }) => program.getSourceFile(join(ROOT, path)) ?? [])
  const sqlText = new SqlText(checker, sources)
  return { checker, statements: sources.flatMap((source) => statementsIn(source, checker, sqlText)) }
}

function statementsIn(source: ts.SourceFile, checker: ts.TypeChecker, sqlText: SqlText): Statement[] {
  const found: Statement[] = []
  const visit = (node: ts.Node): void => {
    const call = queryOf(node, checker)
    if (call) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart())
      found.push({ place: `${source.fileName.slice(ROOT.length + 1)}:${line + 1}`, ...call, ...read(call.query, sqlText) })
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

function read(query: ts.Expression, sqlText: SqlText): Pick<Statement, 'texts' | 'unreadable'> {
  try {
    return { texts: sqlText.variantsOf(query), unreadable: null }
  } catch (error) {
    if (error instanceof Unreadable) return { texts: [], unreadable: error.message }
    throw error
  }
}

type Query = Pick<Statement, 'driver' | 'isDirect' | 'row'> & { query: ts.Expression }

function queryOf(node: ts.Node, checker: ts.TypeChecker): Query | null {
  if (ts.isTaggedTemplateExpression(node) && isRaw(node.tag))
    return { query: node, driver: 'prisma', isDirect: true, row: rowOf(node, checker) }
  if (!ts.isCallExpression(node)) return null
  const [first, second] = node.arguments
  if (first && isRaw(node.expression)) return { query: first, driver: 'prisma', isDirect: true, row: rowOf(node, checker) }
  if (second && isReader(node, checker)) return { query: second, driver: 'prisma', isDirect: false, row: rowOf(node, checker) }
  if (first && isDriversQuery(node.expression, checker))
    return { query: textIn(first), driver: 'pg', isDirect: true, row: pgRowOf(node, checker) }
  return null
}

function isRaw(node: ts.Expression): boolean {
  return ts.isPropertyAccessExpression(node) && RAW.has(node.name.text)
}

function isReader(call: ts.CallExpression, checker: ts.TypeChecker): boolean {
  const declaration = checker.getResolvedSignature(call)?.getDeclaration()
  return declaration?.typeParameters !== undefined && READERS.test(declaration.getSourceFile().fileName) && call.arguments.length === 2
}

function isDriversQuery(node: ts.Expression, checker: ts.TypeChecker): boolean {
  if (!ts.isPropertyAccessExpression(node) || node.name.text !== 'query') return false
  const declared = checker.getSymbolAtLocation(node.name)?.declarations ?? []
  return declared.some((declaration) => declaration.getSourceFile().fileName.includes('/@types/pg/'))
}

/** Of `{ name, text, values }` the text. */
function textIn(query: ts.Expression): ts.Expression {
  if (!ts.isObjectLiteralExpression(query)) return query
  const text = query.properties.find((property) => property.name?.getText() === 'text')
  return text && ts.isPropertyAssignment(text) ? text.initializer : query
}

/** Of `PrismaPromise<Row[]>`, `Promise<Row[]>` or `AsyncGenerator<Row[]>`. */
function rowOf(node: ts.Expression, checker: ts.TypeChecker): ts.Type | null {
  const [rows] = argumentsOf(checker.getTypeAtLocation(node), checker)
  return rows ? elementOf(rows, checker) : null
}

/** Of `Promise<QueryResult<Row>>`. */
function pgRowOf(node: ts.CallExpression, checker: ts.TypeChecker): ts.Type | null {
  if (!node.typeArguments) return null
  const [result] = argumentsOf(checker.getTypeAtLocation(node), checker)
  const rows = result?.getProperty('rows')
  return rows ? elementOf(checker.getTypeOfSymbol(rows), checker) : null
}

function argumentsOf(type: ts.Type, checker: ts.TypeChecker): readonly ts.Type[] {
  return type.aliasTypeArguments ?? checker.getTypeArguments(type as ts.TypeReference)
}

function elementOf(rows: ts.Type, checker: ts.TypeChecker): ts.Type | null {
  const row = checker.isArrayLikeType(rows) ? checker.getIndexTypeOfType(rows, ts.IndexKind.Number) : undefined
  // A type parameter is filled in where the function is called, and looked at there.
  return row && !(row.flags & ts.TypeFlags.TypeParameter) ? row : null
}
