/** Whether a question may be asked: judged by what DuckDB's own parser made of it, never by its text. */

/** They make rows of their arguments. Every other function in a FROM reads files, settings or the catalogue, or runs a text as SQL. */
const TABLE_FUNCTIONS = new Set(['range', 'generate_series', 'unnest', 'json_each', 'json_tree'])

/** They read settings, wait, write, or look past the tables. */
const REFUSED = new Set([
  ...['current_setting', 'getvariable', 'getenv', 'write_log', 'sleep_ms', 'nextval', 'currval', 'setseed'],
  ...['json_serialize_plan', 'json_serialize_sql', 'json_deserialize_sql', 'current_schemas', 'current_database', 'in_search_path'],
])

/**
 * Why it may not be asked, as a sentence; null when it may.
 * @param {{ error: boolean, error_type?: string, error_message?: string, statements?: { node: object, named_param_map: unknown[] }[] }} parsed what
 *   `json_serialize_sql` answers
 * @param {ReadonlySet<string>} tables those that may be read, in small letters
 * @param {ReadonlySet<string>} known names of the engine's own views, which no part of a question may have: elsewhere in it the name would mean them
 * @returns {string | null}
 */
export function refusalOf(parsed, tables, known) {
  if (parsed.error) {
    if (parsed.error_type === 'not implemented')
      return 'Only a SELECT can be asked here. Nothing can be changed, attached, copied or set from this page.'
    return `This is not SQL that can be read: ${parsed.error_message ?? 'it has an error'}.`
  }
  const [statement, ...more] = parsed.statements ?? []
  if (!statement) return 'Write a question first: one SELECT.'
  if (more.length > 0) return `Ask one question at a time: there are ${more.length + 1} statements here.`
  if (statement.named_param_map.length > 0) return 'Write values themselves: nothing stands for a parameter such as $1 or ?.'
  const named = new Set([...partNames(statement.node)].map((name) => name.toLowerCase()))
  const taken = [...named].find((name) => known.has(name) && !tables.has(name))
  if (taken !== undefined) return `Give the part “${taken}” of your question another name: the engine has something of that name.`
  for (const each of objectsIn(statement.node)) {
    const why = refusalOfPart(each, (name) => tables.has(name) || named.has(name))
    if (why !== null) return why
  }
  return null
}

function refusalOfPart(part, isTable) {
  if (part.type === 'BASE_TABLE') {
    const { catalog_name: catalog, schema_name: schema, table_name: table, at_clause: at } = part
    if (catalog || schema || at || !isTable(String(table).toLowerCase()))
      return `There is no table “${[catalog, schema, table].filter(Boolean).join('.')}” here. The tables that can be read are listed on the page.`
  }
  if (part.type === 'SHOW_REF') return 'DESCRIBE, SHOW and SUMMARIZE are not available. The columns of each table are listed on the page.'
  const table = part.type === 'TABLE_FUNCTION' ? String(part.function?.function_name).toLowerCase() : null
  if (table !== null && !TABLE_FUNCTIONS.has(table)) return `The function ${table} is not available here.`
  const name = typeof part.function_name === 'string' ? part.function_name.toLowerCase() : null
  return name !== null && REFUSED.has(name) ? `The function ${name} is not available here.` : null
}

/** Names that WITH gives to parts of the question. */
function* partNames(node) {
  for (const each of objectsIn(node)) {
    if (Array.isArray(each.cte_map?.map)) for (const { key } of each.cte_map.map) yield String(key)
    if (typeof each.cte_name === 'string' && each.cte_name !== '') yield each.cte_name
  }
}

/** Every object within, without recursion: a question may be nested deeper than the stack is. */
function* objectsIn(root) {
  for (const waiting = [root]; waiting.length > 0; ) {
    const next = waiting.pop()
    if (next === null || typeof next !== 'object') continue
    if (!Array.isArray(next)) yield next
    for (const value of Object.values(next)) waiting.push(value)
  }
}
