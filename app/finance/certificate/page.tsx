import type { Metadata } from 'next'
import { Details } from '@/components/details'
import { NothingYet } from '@/components/empty'
import { countWords } from '@/components/money'
import { Note } from '@/components/note'
import { PageHead } from '@/components/page-head'
import { Refresher } from '@/components/refresher'
import { Section } from '@/components/section'
import { Time } from '@/components/time'
import { differing } from '@/desks/read-freshness'
import { QUESTION_NAMES } from '@/finance/mart-questions'
import type { Certified } from '@/finance/reader'
import { judge, withDiffering } from '@/platform/freshness'
import { server } from '../../http/server'
import { entered } from '../../signed-in'
import { proofHref } from '../proof-of'
import { Proved, Totals } from './proved'

export const metadata: Metadata = { title: 'Certificate of the figures' }

const NOTHING = { coveredUntil: null, position: null, deadLetters: 0 }

export default async function CertificatePage() {
  const session = await entered('finance:read')
  if (!session) return null
  const now = new Date()
  const { finance, ledger } = server()
  const [found, open] = await Promise.all([finance.certified(), differing(ledger)])
  return (
    <>
      <PageHead
        crumbs={[{ label: 'Finance', href: '/finance' }]}
        title="Certificate of the figures"
        sub="What was proved of the figures that the desk shows now, and what anyone needs to prove it again."
        freshness={withDiffering(judge('finance', found?.coverage ?? NOTHING, now), open.finance)}
      />
      {found === null && (
        <NothingYet title="No figures yet">Figures appear a few seconds after the first payouts are submitted.</NothingYet>
      )}
      {found && !found.certificate && <Refused uncertified={found.uncertified} />}
      {found?.certificate && <Given certificate={found.certificate} showsTotals={session.companies === null} />}
      <Refresher />
    </>
  )
}

/** Why there is none, and what cannot be done until there is. */
function Refused({ uncertified }: { uncertified: string | null }) {
  return (
    <Note tone="bad" title="These figures have no certificate.">
      {uncertified ?? 'It was not issued.'} The figures are shown as far as they are known, and say that they are incomplete. Until then no
      figure can be proved, and no month can be prepared for its close. The next figures are looked at anew; an operator can see what is
      missing.
    </Note>
  )
}

type Certificate = NonNullable<Certified['certificate']>

function Given({ certificate, showsTotals }: { certificate: Certificate; showsTotals: boolean }) {
  return (
    <>
      <p className="mb-3 text-muted">
        Issued <Time at={certificate.issuedAt} show="full" seconds /> for the figures of position {countWords(certificate.position)}.
      </p>
      <Section title="What was proved">
        <Proved certificate={certificate} />
      </Section>
      {showsTotals && (
        <Section title="Control totals">
          <Totals certificate={certificate} />
        </Section>
      )}
      <Section title="Prove it elsewhere">
        <p className="mb-2 max-w-[76ch] text-muted">
          Each file holds a question, its answer of the last six months, the answer’s hash and this certificate.{' '}
          <code className="mono">payledger finance verify FILE</code> computes all of it again from the landing.
        </p>
        <ul className="flex flex-wrap gap-x-4 gap-y-1">
          {QUESTION_NAMES.map((name) => (
            <li key={name}>
              <a className="link" download={`${name}-proof.json`} href={proofHref(name)}>
                {name.replaceAll('-', ' ')}
              </a>
            </li>
          ))}
        </ul>
      </Section>
      <div className="mt-6">
        <Hashes certificate={certificate} />
      </div>
    </>
  )
}

function Hashes({ certificate }: { certificate: Certificate }) {
  const { head, seal, file, marts, sql, segments, contracts, format, code, engine } = certificate
  const lines: [string, string][] = [
    ['Seal', seal],
    ['Head of the journal', head],
    [file.name, file.sha256],
    ...marts.map(({ name, rows, sha256 }): [string, string] => [`Mart ${name}, ${countWords(rows)} rows`, sha256]),
    ...sql.map((each): [string, string] => [each.file, each.sha256]),
  ]
  return (
    <Details>
      <p>
        Contract {contracts.join(', ')}; tables of form {format}; PayLedger {code}; {engine}. Made from {countWords(segments.length)} files
        of the landing, whose hashes stand in each proof.
      </p>
      <dl className="grid gap-1">
        {lines.map(([name, hash]) => (
          <div key={name}>
            <dt className="font-medium">{name}</dt>
            <dd className="mono [overflow-wrap:anywhere]">{hash}</dd>
          </div>
        ))}
      </dl>
    </Details>
  )
}
