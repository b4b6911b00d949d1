import { ButtonLink } from '@/components/button-link'
import { countWords } from '@/components/money'
import { Note } from '@/components/note'
import { PageHead } from '@/components/page-head'
import { Time } from '@/components/time'
import type { Coverage } from '@/platform/freshness'
import type { FiguresAt } from './figures-at'
import { type DeskUrl, financeHref } from './finance-url'

type Where = { url: Partial<DeskUrl>; path: Parameters<typeof financeHref>[0] }

const Back = ({ url, path }: Where) => <ButtonLink href={financeHref(path, { ...url, 'as-of': null, zone: null })}>Back to now</ButtonLink>

/** Instead of a page whose figures there are none of. */
export function NoPast({ at, title, ...where }: { at: FiguresAt & { figures: null }; title: string } & Where) {
  return (
    <>
      <PageHead crumbs={[{ label: 'Finance', href: '/finance' }]} title={title} />
      <Note tone="warn" title="There are no figures of that time." action={<Back {...where} />}>
        {at.refused}
      </Note>
    </>
  )
}

/** What one must know before reading figures of the past; nothing on a page of now. */
export function PastNote({ at, coverage, url, path }: { at: FiguresAt; coverage: Coverage } & Where) {
  if (!at.isPast) return null
  return (
    <Note
      tone="warn"
      title={
        <>
          As it stood on {coverage.coveredUntil && <Time at={coverage.coveredUntil} show="full" seconds />}: what was recorded until then.
        </>
      }
      action={<Back url={url} path={path} />}
    >
      Position {countWords(coverage.position ?? '0')} of the journal, counted as today. What was recorded later is left out.
    </Note>
  )
}
