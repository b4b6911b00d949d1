/** Exported functions without a docstring, in the rooms of the product. What one says is judged by people; that it is there, by this. */
import ts from 'typescript'
import type { SourceFile } from './tree-rules'

/** Screens and the UI kit are described by what they show; stack, tests and benchmarks are no rooms of the product. */
const ROOMS = [
  'access',
  'accounts',
  'events',
  'finance',
  'iso20022',
  'operations',
  'payroll',
  'payroll-files',
  'platform',
  'search',
  'workers',
] as const

/** "path:line name" of each exported function of a room that has none; tests are left out. */
export function undocumented(files: readonly SourceFile[]): string[] {
  return files
    .filter(({ path }) => ROOMS.some((room) => path.startsWith(`${room}/`)) && /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path))
    .flatMap(exportedFunctions)
    .filter(({ isSaid }) => !isSaid)
    .map(({ where }) => where)
}

/** `export function`, and `export const` whose value is a function. The docstring of an overloaded one may stand on any of its forms. */
export function exportedFunctions({ path, text }: SourceFile): { where: string; isSaid: boolean }[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const found = new Map<string, { where: string; isSaid: boolean }>()
  const note = (name: string, node: ts.Node, statement: ts.Node) => {
    const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1
    const before = found.get(name)
    found.set(name, { where: before?.where ?? `${path}:${line} ${name}`, isSaid: before?.isSaid || hasDocstring(statement, source) })
  }
  for (const statement of source.statements) {
    if (!isExported(statement)) continue
    if (ts.isFunctionDeclaration(statement)) note(statement.name?.text ?? 'default', statement, statement)
    if (ts.isVariableStatement(statement))
      for (const declaration of statement.declarationList.declarations)
        if (isFunction(declaration.initializer)) note(declaration.name.getText(source), declaration, statement)
  }
  return [...found.values()]
}

const isExported = (statement: ts.Statement): boolean =>
  ts.canHaveModifiers(statement) && (ts.getModifiers(statement) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)

const isFunction = (value: ts.Expression | undefined): boolean =>
  value !== undefined && (ts.isArrowFunction(value) || ts.isFunctionExpression(value))

/** The comment just above, which begins with two stars; that of the file, which stands apart from it by an empty line or an import, is none. */
function hasDocstring(statement: ts.Node, source: ts.SourceFile): boolean {
  const [start, text] = [statement.getStart(source), source.getFullText()]
  const last = ts.getLeadingCommentRanges(text, statement.getFullStart())?.at(-1)
  if (last === undefined || !text.startsWith('/**', last.pos)) return false
  return !/\n\s*\n/.test(text.slice(last.end, start))
}
