/** Phrases that people no longer read: each was replaced by plain English, and must not come back in a sentence, a label or a title. */
import ts from 'typescript'
import type { SourceFile } from './tree-rules'

/** What is retired, and what is said instead. Words of the code (identifiers, addresses, event names) are not meant. */
const RETIRED: readonly [phrase: RegExp, instead: string][] = [
  [/\b(take|took|taken|takes) back\b/i, 'unassign, withdraw or reverse'],
  [/\bput back\b/i, 'unassign'],
  [/\b(hand|hands|handed|handing) (it |the file )?over\b/i, 'reassign a person’s work, send a file'],
  [/\bsay whose\b|\bgive this file up\b/i, 'discard this file'],
  [/\bother side\b/i, 'counterparty'],
  [/\b(row|page) before\b/i, 'previous row, previous page'],
  [/\bsign of life\b/i, 'is not responding'],
  [/\bnot yours to enter\b/i, 'you don’t have access to this page'],
  [/\bstands? (there )?in (row|its|the) /i, 'is already in row 2, stays in the history'],
  [/\bwrit(e|ten|ing) off\b/i, 'close'],
  [/\b(had|has|have) (a|no) hand in\b/i, 'worked on this run'],
  [/\bset aside\b|\bquarantined?\b/i, 'not imported: a person has to look at it'],
  [/\bkept back\b/i, 'is not sent'],
  [/\bsomebody\b|\beverybody\b|\banybody\b/i, 'someone, everyone, anyone'],
  [/\bwhat becomes of\b/i, 'outcome'],
  [/\bfindings? (is|are|of|to|at|was|has)\b|\b(a|this|one|of it) finding\b/i, 'bank exception'],
  [/\bmend (it|them|the)\b/i, 'correct'],
  [/\bbegun and not finished\b/i, 'unfinished'],
  [/\bare parted by\b/i, 'column separator'],
  [/\bmoved most\b|\bdearest\b/i, 'biggest change, most expensive'],
]

/** What people read comes from these; the checks and the tests name the phrases themselves. */
const PRODUCT = /^(access|accounts|app|components|finance|iso20022|operations|payroll|payroll-files|platform|search|workers)\//
const SQL_COMMENT = /--.*$/gm
const TEST = /\.test\.tsx?$/

/** One line per string or text of a page in which a retired phrase stands. */
export function retiredSentences(files: readonly SourceFile[]): string[] {
  return files
    .filter(({ path }) => PRODUCT.test(path) && !TEST.test(path))
    .flatMap(({ path, text }) =>
      textsOf(path, text).flatMap(({ line, said }) =>
        RETIRED.filter(([phrase]) => phrase.test(said)).map(
          ([phrase, instead]) => `${path}:${line}: “${phrase.exec(said)?.[0]}” is retired (${instead})`,
        ),
      ),
    )
}

/** Every string, piece of a template and text between tags, with spaces as the page shows them. */
function textsOf(path: string, text: string): { line: number; said: string }[] {
  const kind = path.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, kind)
  const found: { line: number; said: string }[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return // a file is named by the code's words
    if (ts.isStringLiteralLike(node) || ts.isTemplateLiteralToken(node) || ts.isJsxText(node)) {
      const { line } = file.getLineAndCharacterOfPosition(node.getStart(file))
      found.push({ line: line + 1, said: node.text.replace(SQL_COMMENT, '').replace(/\s+/g, ' ') })
    }
    ts.forEachChild(node, visit)
  }
  visit(file)
  return found
}
