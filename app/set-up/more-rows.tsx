import { ButtonLink } from '@/components/button-link'
import { countWords } from '@/components/money'
import { listHref } from './list-url'

type Props = {
  /** In the plural: "companies". */
  noun: string
  path: string
  find: string
  after: string | null
  list: { total: number; nextCursor: string | null }
}

/** How many a list holds, and the way to its other pages; nothing of a list that is shown whole. */
export function MoreRows({ noun, path, find, after, list: { total, nextCursor } }: Props) {
  if (!nextCursor && after === null) return null
  return (
    <nav aria-label={`More ${noun}`} className="num mt-3 flex flex-wrap items-center gap-2">
      {after !== null && <ButtonLink href={listHref(path, { find })}>First page</ButtonLink>}
      {nextCursor && <ButtonLink href={listHref(path, { find, after: nextCursor })}>Next page</ButtonLink>}
      <span className="text-xs text-muted">
        {countWords(total)} {noun}
        {find !== '' && ' found'}
      </span>
    </nav>
  )
}
