import { Status } from '@/components/status'
import type { Runbook } from '@/operations/runbooks'
import { RunbookLink } from './runbook-link'
import type { Stage } from './stages'

/** The pipeline from left to right; from top to bottom where the window is narrow. */
export function StageRow({ stages }: { stages: readonly (Stage & { runbook: Runbook | null })[] }) {
  return (
    <ol
      aria-label="Stages of the pipeline"
      className="mb-4 grid gap-4 rounded-lg border border-line bg-surface p-4 sm:grid-cols-2 md:grid-cols-3 lg:grid-cols-5"
    >
      {stages.map(({ name, tone, word, figures, threshold, repair, command, runbook }) => (
        <li key={name} className="group min-w-0 max-sm:border-b max-sm:border-line max-sm:pb-4 max-sm:last:border-0 max-sm:last:pb-0">
          <div className="flex items-center gap-2">
            <h2 className="text-base">{name}</h2>
            <span
              aria-hidden="true"
              className="mx-2 flex-1 border-t-[1.5px] border-dashed border-line-strong group-last:hidden max-lg:hidden"
            />
          </div>
          <div className="mt-2 max-sm:mt-1">
            <Status tone={tone}>{word}</Status>
          </div>
          <div className="num mt-1 text-xs [overflow-wrap:anywhere] text-muted">
            {figures.map((figure) => (
              <p key={figure}>{figure}</p>
            ))}
            <p className="text-faint">{threshold}</p>
          </div>
          {repair && (
            <p className="mt-2 text-xs [overflow-wrap:anywhere]">
              {repair} {command && <code className="mono">{command}</code>} {runbook && <RunbookLink name={runbook} of={name} />}
            </p>
          )}
        </li>
      ))}
    </ol>
  )
}
