/** XML as nested values, read without regard to namespaces and prefixes: about a quarter of banks' own samples have a wrong one or none. */

/** An element: its text, or its children by name (with attributes as "@name" and text as "#text"). */
export type Node = string | { readonly [name: string]: Node | readonly Node[] }

/** All children with this name, in the order of the file. */
export function many(node: Node | undefined, name: string): readonly Node[] {
  if (node === undefined || typeof node === 'string' || !Object.hasOwn(node, name)) return []
  const found = node[name]
  if (found === undefined) return []
  return Array.isArray(found) ? (found as readonly Node[]) : [found as Node]
}

/** What a fold made of the children with this name. */
export function reduced<T extends object>(node: Node, name: string): readonly T[] {
  return many(node, name) as unknown as readonly T[]
}

/** The first element at the path of names, if there is one. */
export function one(node: Node | undefined, ...path: string[]): Node | undefined {
  let at = node
  for (const name of path) at = many(at, name)[0]
  return at
}

/** The text at the path, trimmed; null when the element is missing or empty. */
export function text(node: Node | undefined, ...path: string[]): string | null {
  const found = one(node, ...path)
  const raw = typeof found === 'string' ? found : typeof found === 'object' ? one(found, '#text') : undefined
  if (typeof raw !== 'string') return null
  const trimmed = raw.trim()
  return trimmed === '' ? null : trimmed
}
