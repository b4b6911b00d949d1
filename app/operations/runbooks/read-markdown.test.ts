/** Runbooks are shown as they are written: every one of them can be read whole, and nothing of their marks is left over. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { RUNBOOKS } from '@/operations/runbooks'
import { ROOT } from '@/stack/paths'
import { type Block, type Inline, readInline, readMarkdown } from './read-markdown'

const FOLDER = join(ROOT, 'docs/runbooks')

const inlines = (blocks: readonly Block[]): Inline[] =>
  blocks.flatMap((block) => {
    if (block.is === 'code') return []
    if (block.is === 'table') return [...block.head, ...block.rows.flat()].flat()
    if (block.is === 'list') return block.items.flatMap((item) => [...item.text, ...inlines(item.blocks)])
    return block.text
  })

const codeIn = (blocks: readonly Block[]): string[] =>
  blocks.flatMap((block) => {
    if (block.is === 'code') return [block.text]
    return block.is === 'list' ? block.items.flatMap((item) => codeIn(item.blocks)) : []
  })

it('there is a name for each page, and a page for each name', () => {
  const pages = readdirSync(FOLDER).map((name) => name.replace(/\.md$/, ''))
  expect(pages.filter((name) => name !== 'README').sort()).toEqual([...RUNBOOKS])
})

describe.each([...RUNBOOKS, 'README'])('%s', (name) => {
  const text = readFileSync(join(FOLDER, `${name}.md`), 'utf8')
  const blocks = readMarkdown(text)

  it('begins with its title, and leaves no mark over', () => {
    expect(blocks[0]).toMatchObject({ is: 'heading', level: 1 })
    for (const each of inlines(blocks)) if (each.is === 'text') expect(each.text).not.toMatch(/\*\*|`|\]\(|^\s*\||^\s*- /)
  })

  it('leaves no word out', () => {
    const letters = (said: string) => said.replace(/[^\p{L}\p{N}]/gu, '')
    const shown = inlines(blocks).map((each) => (each.is === 'link' ? each.text + each.href : each.text))
    const unnumbered = text.replace(/^\s*\d+\. /gm, '').replace(/^\s*```\w*$/gm, '')
    expect([...letters(shown.join('') + codeIn(blocks).join(''))].sort().join('')).toBe([...letters(unnumbered)].sort().join(''))
  })

  it('every table has as many cells in each row as in its head', () => {
    for (const block of blocks) if (block.is === 'table') for (const row of block.rows) expect(row).toHaveLength(block.head.length)
  })
})

it('a mark that is not closed stands as it is', () => {
  expect(readInline('2 * 3 and `code')).toEqual([{ is: 'text', text: '2 * 3 and `code' }])
  expect(readInline('**a** [b](c.md)')).toEqual([
    { is: 'bold', text: 'a' },
    { is: 'text', text: ' ' },
    { is: 'link', text: 'b', href: 'c.md' },
  ])
})
