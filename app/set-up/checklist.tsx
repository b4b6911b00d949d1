import { CircleCheck, CircleDashed } from 'lucide-react'
import { ButtonLink } from '@/components/button-link'
import type { Step } from './readiness'

/** Steps, done and to do; what is to do leads to where it is done, the first of them most visibly. */
export function Checklist({ label, steps }: { label: string; steps: readonly Step[] }) {
  const next = steps.find(({ done }) => !done)?.key
  return (
    <ol aria-label={label} className="overflow-hidden rounded-lg border border-line bg-surface">
      {steps.map(({ key, label: what, done, note, href, action }) => (
        <li key={key} className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-3.5 py-2.5 last:border-b-0">
          {done ? (
            <CircleCheck aria-hidden="true" className="size-4 flex-none text-ok" />
          ) : (
            <CircleDashed aria-hidden="true" className="size-4 flex-none text-muted" />
          )}
          <div className="min-w-0 flex-[1_1_14rem]">
            <span className="font-[550]">{what}</span>
            <span className="sr-only">{done ? ' (done)' : ' (to do)'}</span>
            <span className="block text-xs text-muted [overflow-wrap:anywhere]">{note}</span>
          </div>
          {!done && (
            <ButtonLink href={href} tone={key === next ? 'primary' : 'normal'}>
              {action}
            </ButtonLink>
          )}
        </li>
      ))}
    </ol>
  )
}
