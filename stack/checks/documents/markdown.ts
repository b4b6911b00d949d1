/** What of a Markdown document can be checked, each with its line: code, links, and the text with the code left out. */

export type Part = { line: number; text: string }
export type Link = Part & { target: string; title: string | null }
export type Document = {
  path: string
  /** Texts in backticks, and the lines of fenced blocks. */
  spans: Part[]
  blocks: Part[]
  /** `[text](target "title")` and images. */
  links: Link[]
  /** The lines without what stands in backticks or blocks. */
  prose: Part[]
  text: string
}

const FENCE = /^ {0,3}```.*$[\s\S]*?^ {0,3}```\s*$/gm
const SPAN = /(`+)([^`]+)\1/g
const LINK = /\[((?:[^\][]|\[[^\][]*\])*)\]\(([^()\s]+)(?:\s+"([^"]*)")?\)/g

export function readDocument(path: string, text: string): Document {
  const lineAt = (index: number) => text.slice(0, index).split('\n').length
  const blocks: Part[] = []
  const outside = text.replace(FENCE, (block, index: number) => {
    const lines = block.split('\n').slice(1, -1)
    blocks.push(...lines.map((line, n) => ({ line: lineAt(index) + 1 + n, text: line })))
    return blank(block)
  })
  const spans = [...outside.matchAll(SPAN)].map(({ index, 2: code = '' }) => ({ line: lineAt(index), text: code }))
  const links = [...outside.matchAll(LINK)].map(({ index, 1: words = '', 2: target = '', 3: title }) => ({
    line: lineAt(index),
    text: words,
    target,
    title: title ?? null,
  }))
  const prose = outside
    .replace(SPAN, blank)
    .split('\n')
    .map((line, n) => ({ line: n + 1, text: line }))
  return { path, spans, blocks, links, prose, text }
}

/** As long, with its line breaks, so that what follows keeps its place. */
const blank = (text: string): string => text.replace(/[^\n]/g, ' ')
