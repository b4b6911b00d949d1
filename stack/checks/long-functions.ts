/** Functions that nobody reads in one look: they become a few with names. */
import ts from 'typescript'

const LINES_MAX = 75

/** What is wrong with each function of a source that has more than 75 lines, by its line and name. */
export function longFunctions(path: string, text: string): string[] {
  if (text.split('\n').length <= LINES_MAX) return []
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, path.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS)
  const lineAt = (position: number): number => source.getLineAndCharacterOfPosition(position).line + 1
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) {
      const first = lineAt(node.getStart(source))
      const lines = lineAt(node.end) - first + 1
      if (lines > LINES_MAX) found.push(`the function ${nameOf(node, source)} of line ${first} has ${lines} lines, at most ${LINES_MAX}`)
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

/** Its own name, or that of the variable or property that it is. */
function nameOf({ name, parent }: ts.SignatureDeclaration, source: ts.SourceFile): string {
  const held = ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent) ? parent.name : undefined
  return (name ?? held)?.getText(source) ?? 'without a name'
}
