import Link from 'next/link'
import { Section } from '@/components/section'
import { Status } from '@/components/status'
import { Time } from '@/components/time'
import { EXPLAINABLE, type Explainable, type Item, type Subject } from '@/payroll/months/checklist'
import { monthWords } from '@/payroll/months/month'
import { ITEM_WORDS } from '../state-words'
import { MonthAct } from './month-act'

const LISTED_MAX = 50

type Props = { month: string; items: readonly Item[]; mayExplain: boolean; mayOperate: boolean }

/** What must hold before the month is closed: each point in a sentence, with the way to its repair. */
export function Checklist({ month, items, mayExplain, mayOperate }: Props) {
  return (
    <Section title="Checklist">
      <ul className="grid gap-px overflow-hidden rounded-lg border border-line bg-line">
        {items.map((item) => (
          <li key={item.key} className="bg-surface px-3.5 py-2.5">
            <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <span className="w-24 flex-none">
                <Status tone={ITEM_WORDS[item.state].tone}>{ITEM_WORDS[item.state].word}</Status>
              </span>
              <span className="min-w-0 flex-[1_1_14rem] [overflow-wrap:anywhere]">{item.sentence}</span>
              {item.href && item.state === 'red' && <Repair href={item.href} words={REPAIRS[item.key]} mayOperate={mayOperate} />}
              {mayExplain && item.state === 'red' && isExplainable(item) && (
                <Explain month={month} item={item} subjects={item.subjects.filter(({ explanation }) => explanation === null)} />
              )}
            </div>
            {item.subjects.length > 0 && <Subjects month={month} item={item} mayExplain={mayExplain} />}
          </li>
        ))}
      </ul>
    </Section>
  )
}

/** Where it is repaired; what is an operator's is said to be. */
const Repair = ({ href, words, mayOperate }: { href: string; words: string; mayOperate: boolean }) =>
  href.startsWith('/operations') && !mayOperate ? (
    <span className="text-sm text-muted">An operator can help.</span>
  ) : (
    <Link href={href} prefetch={false} className="link text-sm">
      {words}
    </Link>
  )

const REPAIRS: Readonly<Record<Item['key'], string>> = {
  ended: 'When it ends',
  order: 'Go to that month',
  covered: 'See how far finance is',
  gap: 'See what is missing',
  'dead-letters': 'See what could not be read',
  history: 'See what stopped',
  mismatches: 'See the differences',
  compared: 'Compare now',
  runs: 'Go to the payrolls',
  'bank-files': 'Go to the bank files',
  exceptions: 'Go to the exceptions',
}

const isExplainable = (item: Item): item is Item & { key: Explainable } => EXPLAINABLE.some((each) => each === item.key)

function Subjects({ month, item, mayExplain }: { month: string; item: Item; mayExplain: boolean }) {
  return (
    <details className="mt-1" open={item.state === 'red'}>
      <summary className="w-fit cursor-pointer text-xs text-muted underline underline-offset-2">Which ones</summary>
      <ul className="mt-1 grid gap-1.5">
        {item.subjects.slice(0, LISTED_MAX).map((subject) => (
          <li key={subject.id} className="flex flex-wrap items-baseline gap-x-3 gap-y-1 text-sm">
            <Link href={subject.href} prefetch={false} className="link mono [overflow-wrap:anywhere]">
              {subject.name}
            </Link>
            <span className="min-w-0 text-muted [overflow-wrap:anywhere]">{subject.found}</span>
            {subject.explanation ? (
              <span className="min-w-0 [overflow-wrap:anywhere]">
                “{subject.explanation.reason}” <span className="text-muted">{subject.explanation.by}, </span>
                <Time at={subject.explanation.at} />
              </span>
            ) : (
              mayExplain && item.subjects.length > 1 && isExplainable(item) && <Explain month={month} item={item} subjects={[subject]} />
            )}
          </li>
        ))}
      </ul>
      {item.subjects.length > LISTED_MAX && <p className="mt-1 text-xs text-muted">And {item.subjects.length - LISTED_MAX} more.</p>}
    </details>
  )
}

function Explain({ month, item, subjects }: { month: string; item: Item & { key: Explainable }; subjects: readonly Subject[] }) {
  const [only] = subjects
  const what = subjects.length === 1 && only ? only.name : `${subjects.length} at once`
  return (
    <MonthAct
      label={subjects.length === 1 ? 'Explain…' : 'Explain all…'}
      title={`Explain ${what}`}
      description={`Say why ${monthWords(month)} can be closed all the same. It holds for what is found now, it is part of the pack, and you cannot close the month then.`}
      confirmLabel="Explain"
      done="Explained"
      change={{
        to: 'POST /api/finance/months/[id]/explanations',
        id: month,
        body: { item: item.key, subjects: subjects.map(({ id }) => id) },
      }}
      withReason
    />
  )
}
