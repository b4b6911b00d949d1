/**
 * What an expression of the sources comes to, as far as the text of a statement needs it: fragments are put together the way they are when it runs. Of
 * alternatives (branches, the entries of a table, what several callers hand in) every one is taken, side by side: the first with the first.
 */
import ts from 'typescript'

type Value =
  /** Text that becomes part of a statement, with `PARAMETER` in each place of one. */
  | { kind: 'text'; text: string }
  | { kind: 'list'; items: Value[][] }
  | { kind: 'record'; node: ts.ObjectLiteralExpression; given: Given }
  | { kind: 'function'; node: ts.SignatureDeclaration; given: Given }
  /** Known only when it runs. */
  | { kind: 'unknown' }
/** What the parameters of the functions are that led here. */
type Given = ReadonlyMap<ts.ParameterDeclaration, () => Value[]>

const PARAMETER = '\u0000'
const UNKNOWN: Value[] = [{ kind: 'unknown' }]
const NOTHING: Given = new Map()
const text = (of: string): Value => ({ kind: 'text', text: of })

/** Thrown where a part of a statement is known only when it runs. */
export class Unreadable extends Error {}

export class SqlText {
  private readonly callers = new Map<ts.Node, ts.CallExpression[]>()
  private readonly asked = new Set<ts.Node>()

  constructor(
    private readonly checker: ts.TypeChecker,
    sources: readonly ts.SourceFile[],
  ) {
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node)) {
        const callee = this.functionNamed(node.expression)
        if (callee) this.callers.set(callee, [...(this.callers.get(callee) ?? []), node])
      }
      ts.forEachChild(node, visit)
    }
    sources.forEach(visit)
  }

  /** Every text that a statement can have, its parameters as $1, $2. @throws {Unreadable} */
  variantsOf(node: ts.Expression): string[] {
    const values = ts.isTaggedTemplateExpression(node) ? this.fragment(node, NOTHING) : this.valueOf(node, NOTHING)
    return [...new Set(values.map((value) => textOf(value, node)))].map(numbered)
  }

  private valueOf(node: ts.Node, given: Given): Value[] {
    const found = this.known(node, given)
    return found.some(({ kind }) => kind === 'unknown') && ts.isExpression(node) ? (this.literalsOf(node) ?? found) : found
  }

  private known(node: ts.Node, given: Given): Value[] {
    if (ts.isStringLiteralLike(node)) return [text(node.text)]
    if (ts.isNumericLiteral(node)) return [text(String(Number(node.text)))]
    if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node) || ts.isNonNullExpression(node))
      return this.valueOf(node.expression, given)
    if (ts.isConditionalExpression(node)) return [...this.valueOf(node.whenTrue, given), ...this.valueOf(node.whenFalse, given)]
    if (ts.isTaggedTemplateExpression(node)) return isPrisma(node.tag, 'sql') ? this.fragment(node, given) : UNKNOWN
    if (ts.isTemplateExpression(node)) return this.template(node, given)
    if (ts.isArrayLiteralExpression(node)) return [{ kind: 'list', items: this.items(node.elements, given) }]
    if (ts.isObjectLiteralExpression(node)) return [{ kind: 'record', node, given }]
    if (ts.isArrowFunction(node) || ts.isFunctionExpression(node) || ts.isFunctionDeclaration(node))
      return [{ kind: 'function', node, given }]
    if (ts.isIdentifier(node)) return this.named(node, given)
    if (isPrisma(node, 'empty')) return [text('')]
    if (ts.isPropertyAccessExpression(node)) return this.propertyOf(this.valueOf(node.expression, given), node.name.text)
    if (ts.isElementAccessExpression(node)) return this.elementOf(node, given)
    if (ts.isCallExpression(node)) return this.called(node, given)
    return UNKNOWN
  }

  /** A template of SQL: what is no fragment is a parameter. */
  private fragment({ template }: ts.TaggedTemplateExpression, given: Given): Value[] {
    if (ts.isNoSubstitutionTemplateLiteral(template)) return [text(template.text)]
    return joined([
      template.head.text,
      ...template.templateSpans.flatMap(({ expression, literal }) => [
        this.isFragment(expression) ? this.readable(expression, given) : PARAMETER,
        literal.text,
      ]),
    ])
  }

  /** A template of text. */
  private template(node: ts.TemplateExpression, given: Given): Value[] {
    const parts = node.templateSpans.map(({ expression }) => this.valueOf(expression, given))
    if (parts.flat().some(({ kind }) => kind !== 'text')) return UNKNOWN
    return joined([node.head.text, ...node.templateSpans.flatMap(({ literal }, n) => [parts[n] ?? UNKNOWN, literal.text])])
  }

  private readable(node: ts.Expression, given: Given): Value[] {
    const values = this.valueOf(node, given)
    for (const value of values) textOf(value, node)
    return values
  }

  private items(elements: readonly ts.Expression[], given: Given): Value[][] {
    return elements.flatMap((element) =>
      ts.isSpreadElement(element)
        ? this.valueOf(element.expression, given).flatMap((value) => (value.kind === 'list' ? value.items : [UNKNOWN]))
        : [this.valueOf(element, given)],
    )
  }

  private named(node: ts.Identifier, given: Given): Value[] {
    const declaration = this.declarationOf(node)
    return declaration ? this.declared(declaration, given) : UNKNOWN
  }

  private declared(declaration: ts.Node, given: Given): Value[] {
    if (ts.isFunctionDeclaration(declaration)) return [{ kind: 'function', node: declaration, given }]
    if (ts.isParameter(declaration)) return given.get(declaration)?.() ?? this.handedIn(declaration)
    if (ts.isBindingElement(declaration)) return this.taken(declaration, given)
    if (!ts.isVariableDeclaration(declaration)) return UNKNOWN
    const loop = declaration.parent.parent
    if (ts.isForOfStatement(loop))
      return this.valueOf(loop.expression, given).flatMap((value) => (value.kind === 'list' ? value.items.flat() : UNKNOWN))
    return declaration.initializer ? this.valueOf(declaration.initializer, given) : UNKNOWN
  }

  /** `{ lines }`, `[first, second]`. */
  private taken(element: ts.BindingElement, given: Given): Value[] {
    const whole = this.declared(element.parent.parent, given)
    const name = element.propertyName ?? element.name
    const values = ts.isArrayBindingPattern(element.parent)
      ? whole.flatMap((value) => (value.kind === 'list' ? (value.items[element.parent.elements.indexOf(element as never)] ?? []) : UNKNOWN))
      : this.propertyOf(whole, ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : '')
    return values.length === 0 && element.initializer ? this.valueOf(element.initializer, given) : values
  }

  /** What the callers of its function hand in. */
  private handedIn(parameter: ts.ParameterDeclaration): Value[] {
    if (this.asked.has(parameter)) return []
    this.asked.add(parameter)
    const at = parameter.parent.parameters.indexOf(parameter)
    const values = (this.callers.get(parameter.parent) ?? []).flatMap((call) => this.argument(call, at, parameter, NOTHING))
    this.asked.delete(parameter)
    return values.length > 0 ? values : UNKNOWN
  }

  private argument(call: ts.CallExpression, at: number, parameter: ts.ParameterDeclaration, given: Given): Value[] {
    if (parameter.dotDotDotToken) return [{ kind: 'list', items: this.items(call.arguments.slice(at), given) }]
    const node = call.arguments[at] ?? parameter.initializer
    return node ? this.valueOf(node, given) : UNKNOWN
  }

  private propertyOf(values: readonly Value[], name: string): Value[] {
    return values.flatMap((value) => (value.kind === 'record' ? this.entry(value, name) : UNKNOWN))
  }

  private entry({ node, given }: Extract<Value, { kind: 'record' }>, name: string): Value[] {
    for (const property of node.properties.toReversed()) {
      if (ts.isSpreadAssignment(property)) {
        const values = this.propertyOf(this.valueOf(property.expression, given), name)
        if (values.some(({ kind }) => kind !== 'unknown')) return values
      } else if (property.name.getText().replace(/^'|'$/g, '') !== name) {
      } else if (ts.isPropertyAssignment(property)) return this.valueOf(property.initializer, given)
      else if (ts.isShorthandPropertyAssignment(property)) {
        const declaration = this.checker.getShorthandAssignmentValueSymbol(property)?.declarations?.[0]
        return declaration ? this.declared(declaration, given) : UNKNOWN
      }
    }
    return UNKNOWN
  }

  /** Of a table asked by what is known only when it runs: each entry. */
  private elementOf(node: ts.ElementAccessExpression, given: Given): Value[] {
    return this.valueOf(node.expression, given).flatMap((value) => {
      if (value.kind === 'list') return value.items.flat()
      return value.kind === 'record' ? entriesOf(value).flatMap((name) => this.entry(value, name)) : UNKNOWN
    })
  }

  private called(call: ts.CallExpression, given: Given): Value[] {
    const [first, second] = call.arguments
    if (first && isPrisma(call.expression, 'raw')) return this.valueOf(first, given)
    if (first && isPrisma(call.expression, 'join')) return this.joinedList(first, second, given)
    if (first && call.expression.getText() === 'Object.entries') return this.valueOf(first, given).map((value) => this.pairs(value))
    if (first && ts.isPropertyAccessExpression(call.expression) && call.expression.name.text === 'map')
      return this.valueOf(call.expression.expression, given).map((list) => this.mapped(list, this.valueOf(first, given)))
    return this.valueOf(call.expression, given).flatMap((callee) => {
      if (callee.kind !== 'function') return UNKNOWN
      const bound = new Map(callee.given)
      callee.node.parameters.forEach((parameter, at) => void bound.set(parameter, () => this.argument(call, at, parameter, given)))
      return this.returned(callee.node, bound)
    })
  }

  private pairs(record: Value): Value {
    if (record.kind !== 'record') return { kind: 'unknown' }
    return { kind: 'list', items: entriesOf(record).map((name) => [{ kind: 'list', items: [[text(name)], this.entry(record, name)] }]) }
  }

  private mapped(list: Value, [each]: Value[]): Value {
    if (list.kind !== 'list' || each?.kind !== 'function') return { kind: 'unknown' }
    const { node, given } = each
    const [parameter] = node.parameters
    return {
      kind: 'list',
      items: list.items.map((item) => this.returned(node, parameter ? new Map([...given, [parameter, () => item]]) : given)),
    }
  }

  private joinedList(list: ts.Expression, between: ts.Expression | undefined, given: Given): Value[] {
    const separator = between && ts.isStringLiteral(between) ? between.text : ','
    return this.valueOf(list, given).flatMap((value) => {
      if (value.kind !== 'list') return [text(PARAMETER)]
      // Without a type at hand: what is no fragment is a parameter.
      const isFragments = /Sql\b/.test(this.checker.typeToString(this.checker.getTypeAtLocation(list)))
      return joined(value.items.flatMap((item, n) => [n === 0 ? '' : separator, isFragments ? item : PARAMETER]))
    })
  }

  private returned(node: ts.SignatureDeclaration, given: Given): Value[] {
    const body = 'body' in node ? (node.body as ts.Node | undefined) : undefined
    if (!body) return UNKNOWN
    if (!ts.isBlock(body)) return this.valueOf(body, given)
    const values: Value[] = []
    const visit = (child: ts.Node): void => {
      if (ts.isReturnStatement(child) && child.expression) values.push(...this.valueOf(child.expression, given))
      else if (!ts.isFunctionLike(child)) ts.forEachChild(child, visit)
    }
    visit(body)
    return values.length > 0 ? values : UNKNOWN
  }

  /** Of a value known only when it runs whose type says what it can be; a number is like any other number. */
  private literalsOf(node: ts.Expression): Value[] | null {
    const type = this.checker.getTypeAtLocation(node)
    const members = type.isUnion() ? type.types : [type]
    if (members.every((member) => member.isStringLiteral())) return members.map((member) => text(String((member as ts.LiteralType).value)))
    return type.flags & ts.TypeFlags.NumberLike ? [text('1')] : null
  }

  private isFragment(node: ts.Expression): boolean {
    const type = this.checker.getTypeAtLocation(node)
    return (type.isUnion() ? type.types : [type]).some((member) => member.symbol?.name === 'Sql')
  }

  private functionNamed(node: ts.Expression): ts.Node | null {
    if (!ts.isIdentifier(node)) return null
    const declaration = this.declarationOf(node)
    const value = declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : declaration
    return value && ts.isFunctionLike(value) ? value : null
  }

  private declarationOf(node: ts.Node): ts.Declaration | undefined {
    const symbol = this.checker.getSymbolAtLocation(node)
    const meant = symbol && symbol.flags & ts.SymbolFlags.Alias ? this.checker.getAliasedSymbol(symbol) : symbol
    return meant?.valueDeclaration ?? meant?.declarations?.[0]
  }
}

function entriesOf({ node }: Extract<Value, { kind: 'record' }>): string[] {
  return node.properties.flatMap((property) => (property.name ? [property.name.getText().replace(/^'|'$/g, '')] : []))
}

function isPrisma(node: ts.Node, name: string): boolean {
  return ts.isPropertyAccessExpression(node) && node.name.text === name && node.expression.getText() === 'Prisma'
}

/** As many texts as the part with the most alternatives has. */
function joined(parts: readonly (string | Value[])[]): Value[] {
  const lists = parts.map((part) => (typeof part === 'string' ? [text(part)] : part))
  const most = Math.max(...lists.map((list) => list.length))
  return Array.from({ length: most }, (_, n) => text(lists.map((list) => plain(list[n % list.length])).join('')))
}

function plain(value: Value | undefined): string {
  if (value?.kind !== 'text') throw new Unreadable('a part of it is known only when it runs')
  return value.text
}

function textOf(value: Value, node: ts.Node): string {
  if (value.kind === 'text') return value.text
  throw new Unreadable(`what \`${node.getText().replace(/\s+/g, ' ').slice(0, 80)}\` comes to is known only when it runs`)
}

function numbered(statement: string): string {
  let n = 0
  return statement.replaceAll(PARAMETER, () => `$${++n}`)
}
