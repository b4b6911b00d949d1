/** A document's text as its parts: what the runbooks are written in, and nothing more of Markdown. Pure. */

export type Inline = { is: 'text' | 'code' | 'bold' | 'italic'; text: string } | { is: 'link'; text: string; href: string }
export type Block =
  | { is: 'heading'; level: number; text: Inline[] }
  | { is: 'paragraph'; text: Inline[] }
  | { is: 'code'; text: string }
  | { is: 'list'; ordered: boolean; items: { text: Inline[]; blocks: Block[] }[] }
  | { is: 'table'; head: Inline[][]; rows: Inline[][][] }

const ITEM = /^(\s*)(?:(\d+)\.|-) (.*)$/
const INLINE = /`([^`]+)`|\*\*((?:[^*]|\*[^*]+\*)+)\*\*|\*([^*]+)\*|\[([^\]]+)\]\(([^)]+)\)/g
const FENCE = /^\s*```/

/** The blocks of a text, in order. */
export function readMarkdown(text: string): Block[] {
  return blocksOf(text.split('\n'))
}

/** The parts of a line; a mark that is not closed stands as it is. What is bold, or a link, may have marks of its own inside. */
export function readInline(text: string): Inline[] {
  const found: Inline[] = []
  let from = 0
  for (const match of text.matchAll(INLINE)) {
    if (match.index > from) found.push({ is: 'text', text: text.slice(from, match.index) })
    const [whole, code, bold, italic, label, href] = match
    if (code !== undefined) found.push({ is: 'code', text: code })
    else if (bold !== undefined) found.push({ is: 'bold', text: bold })
    else if (italic !== undefined) found.push({ is: 'italic', text: italic })
    else found.push({ is: 'link', text: label ?? '', href: href ?? '' })
    from = match.index + whole.length
  }
  if (from < text.length) found.push({ is: 'text', text: text.slice(from) })
  return found
}

function blocksOf(lines: readonly string[]): Block[] {
  const blocks: Block[] = []
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] ?? ''
    const [block, next] = line.trim() === '' ? [null, at + 1] : blockAt(lines, at)
    if (block) blocks.push(block)
    at = next
  }
  return blocks
}

function blockAt(lines: readonly string[], at: number): [block: Block, next: number] {
  const line = lines[at] ?? ''
  const heading = /^(#+) (.*)$/.exec(line)
  if (heading) return [{ is: 'heading', level: heading[1]?.length ?? 1, text: readInline(heading[2] ?? '') }, at + 1]
  if (FENCE.test(line)) {
    const end = lines.findIndex((each, n) => n > at && FENCE.test(each))
    const last = end === -1 ? lines.length : end
    return [{ is: 'code', text: lines.slice(at + 1, last).join('\n') }, last + 1]
  }
  const isOf = line.startsWith('|') ? (each: string) => each.startsWith('|') : ITEM.test(line) ? isOfList : isOfParagraph
  let end = at + 1
  while (end < lines.length && isOf(lines[end] ?? '')) end += 1
  const own = lines.slice(at, end)
  if (line.startsWith('|')) return [tableOf(own), end]
  if (ITEM.test(line)) return [listOf(own), end]
  return [{ is: 'paragraph', text: readInline(own.map((each) => each.trim()).join(' ')) }, end]
}

const isOfParagraph = (line: string): boolean => line.trim() !== '' && !/^(?:#|```|\|)/.test(line) && !ITEM.test(line)
/** Also what an item goes on with, indented. */
const isOfList = (line: string): boolean => ITEM.test(line) || /^\s+\S/.test(line)

function tableOf(lines: readonly string[]): Block {
  const [head = [], , ...rows] = lines.map((line) => cellsOf(line).map(readInline))
  return { is: 'table', head, rows }
}

/** A bar within code is none between cells. */
const cellsOf = (line: string): string[] => (line.replace(/^\||\|\s*$/g, '').match(/(?:`[^`]*`|[^|])+/g) ?? []).map((cell) => cell.trim())

function listOf(lines: readonly string[]): Block {
  const [, indent = '', number] = ITEM.exec(lines[0] ?? '') ?? []
  const items: string[][] = []
  for (const line of lines) {
    const item = ITEM.exec(line)
    if (item && (item[1] ?? '').length <= indent.length) items.push([item[3] ?? ''])
    else items.at(-1)?.push(line)
  }
  return {
    ...{ is: 'list', ordered: number !== undefined },
    items: items.map((own) => {
      const nested = own.findIndex((line, n) => n > 0 && (ITEM.test(line) || FENCE.test(line)))
      const text = own.slice(0, nested === -1 ? own.length : nested)
      return {
        text: readInline(text.map((line) => line.trim()).join(' ')),
        blocks: nested === -1 ? [] : blocksOf(own.slice(nested).map((line) => line.replace(/^ {2,3}/, ''))),
      }
    }),
  }
}
