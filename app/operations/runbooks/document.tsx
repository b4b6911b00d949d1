import Link from 'next/link'
import { createElement, Fragment, type ReactNode } from 'react'
import { ScrollX } from '@/components/scroll-x'
import { isRunbook } from '@/operations/runbooks'
import { type Block, type Inline, readInline } from './read-markdown'

/** A document's blocks. A link to another runbook leads there; what lies elsewhere in the sources is only named. */
export function Blocks({ blocks }: { blocks: readonly Block[] }) {
  return inOrder(blocks, (block) => <One block={block} />)
}

/** A document does not change while it is shown: its parts need no keys. */
const inOrder = <T,>(all: readonly T[], show: (each: T) => ReactNode): ReactNode => createElement(Fragment, null, ...all.map(show))

function One({ block }: { block: Block }) {
  switch (block.is) {
    case 'heading':
      return (
        <h2 className="mt-6 mb-2">
          <Text of={block.text} />
        </h2>
      )
    case 'paragraph':
      return (
        <p className="mb-3 max-w-prose">
          <Text of={block.text} />
        </p>
      )
    case 'code':
      return (
        <ScrollX label="What to type" className="mb-3">
          <pre className="mono rounded-md bg-sunken p-3 text-xs">{block.text}</pre>
        </ScrollX>
      )
    case 'list':
      return <List of={block} />
    case 'table':
      return <Table of={block} />
  }
}

function List({ of: { ordered, items } }: { of: Extract<Block, { is: 'list' }> }) {
  const Tag = ordered ? 'ol' : 'ul'
  return (
    <Tag className={ordered ? 'mb-3 max-w-prose list-decimal pl-6' : 'mb-3 max-w-prose list-disc pl-6'}>
      {inOrder(items, ({ text, blocks }) => (
        <li className="mb-1.5">
          <Text of={text} />
          <Blocks blocks={blocks} />
        </li>
      ))}
    </Tag>
  )
}

function Table({ of: { head, rows } }: { of: Extract<Block, { is: 'table' }> }) {
  return (
    <ScrollX label="Table" className="mb-4 rounded-lg border border-line bg-surface">
      <table className="w-full border-collapse text-left">
        <thead>
          <tr className="border-b border-line text-xs text-muted">
            {inOrder(head, (cell) => (
              <th className="px-3 py-2 font-normal">
                <Text of={cell} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {inOrder(rows, (row) => (
            <tr className="border-b border-line align-top last:border-0">
              {inOrder(row, (cell) => (
                <td className="min-w-20 px-3 py-2 [overflow-wrap:break-word]">
                  <Text of={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollX>
  )
}

const Text = ({ of }: { of: readonly Inline[] }) => inOrder(of, (each) => <Part of={each} />)

function Part({ of }: { of: Inline }) {
  if (of.is === 'code') return <code className="mono [overflow-wrap:anywhere]">{of.text}</code>
  if (of.is === 'bold')
    return (
      <b>
        <Text of={readInline(of.text)} />
      </b>
    )
  if (of.is === 'italic') return <i>{of.text}</i>
  if (of.is !== 'link') return of.text
  const name = of.href.replace(/\.md$/, '')
  // What a link says may have marks of its own.
  const label = <Text of={readInline(of.text)} />
  return isRunbook(name) ? (
    <Link className="link" href={`/operations/runbooks/${name}`}>
      {label}
    </Link>
  ) : (
    label
  )
}
