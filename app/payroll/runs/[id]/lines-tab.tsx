import { Pill } from '@/components/pill'
import type { RunDetail } from '@/payroll/runs/run'
import type { LinePage } from '@/payroll/runs/run-lines'
import { LineSearch } from './line-search'
import { LinesTable } from './lines-table'
import { LookedAt } from './looked-at'
import { ONLY_WORDS, type RunUrl, runHref } from './run-url'

export function LinesTab({ run, page, url }: { run: RunDetail; page: LinePage; url: RunUrl }) {
  return (
    <>
      <div className="mb-3 flex flex-wrap items-center gap-2">
        <LineSearch />
        {url.only && <Pill name="only" value={ONLY_WORDS[url.only]} removeHref={runHref(run.id, { ...url, only: null, after: [] })} />}
      </div>
      <LookedAt run={run} rows={page.rows} />
      <LinesTable run={run} page={page} url={url} />
    </>
  )
}
