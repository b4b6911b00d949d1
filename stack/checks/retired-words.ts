/** Names in code that stood for several things: each concept has a name of its own since (docs/GLOSSARY.md), and these must not come back. */
import ts from 'typescript'
import type { SourceFile } from './tree-rules'

/** What is retired, and what is said instead. Fields of stored rows and of the API keep the names that they were published with. */
const RETIRED: readonly [name: RegExp, instead: string][] = [
  [/^sift|^Sift/, 'classify'],
  [/^sight(PayrollFile|ForCompany|Again|ed)?$|^Sight(ing|ed)$/, 'inspect, Inspection'],
  [/[hH]andOver(?!Began)|^handedOver[A-Z]/, 'transmit, Transmission'],
  [/^take[nI]n?In|^takeIn/, 'ingest'],
  [/^setAside|SetAside$/, 'quarantine'],
  [/^handIn/, 'conflictOfDuty'],
  [/^[fF]old(ed|s)?(?!OnPhone)([A-Z]|$)/, 'normalizeName, reduceElement, groupRemainder'],
  [/^(put|placed?)InPlace$|^Place$|^(read|judge)Place$/, 'position, atomic file, data dir'],
  [/^Claim(s|ant|Kind)?$|Claims$|^claimData$/, 'evidence, coverage, acquireKey, lockDataDir'],
  [/^(take|create)Marks?$|^Marks?$/, 'commitMarker, pendingWatermark'],
  [/^(lap|ghost)$|^beat(Of|Once|Reader)?$/, 'generation, stale attempt, heartbeat'],
  [/Finding(s|Row|Detail|List|State|StateName|Dialog|Actions)?$/, 'exception'],
]

const PRODUCT = /^(access|accounts|app|components|desks|events|finance|iso20022|operations|payroll|payroll-files|platform|search|workers)\//

/** One line per function, type, class or variable of the product that is declared by a retired name. */
export function retiredWords(files: readonly SourceFile[]): string[] {
  return files
    .filter(({ path }) => PRODUCT.test(path) && /\.tsx?$/.test(path))
    .flatMap(({ path, text }) =>
      declaredIn(path, text).flatMap(({ line, name }) =>
        RETIRED.filter(([retired]) => retired.test(name)).map(([, instead]) => `${path}:${line}: ${name} is retired (${instead})`),
      ),
    )
}

function declaredIn(path: string, text: string): { line: number; name: string }[] {
  const kind = path.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, kind)
  const found: { line: number; name: string }[] = []
  const visit = (node: ts.Node): void => {
    if (isDeclaration(node) && node.name && ts.isIdentifier(node.name)) {
      const { line } = file.getLineAndCharacterOfPosition(node.getStart(file))
      found.push({ line: line + 1, name: node.name.text })
    }
    ts.forEachChild(node, visit)
  }
  visit(file)
  return found
}

const isDeclaration = (node: ts.Node): node is ts.NamedDeclaration =>
  ts.isFunctionDeclaration(node) ||
  ts.isClassDeclaration(node) ||
  ts.isTypeAliasDeclaration(node) ||
  (ts.isVariableDeclaration(node) && ts.isVariableStatement(node.parent.parent))
