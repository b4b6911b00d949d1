import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { server } from '@/app/http/server'
import { entered } from '@/app/signed-in'
import { ButtonLink } from '@/components/button-link'
import { NothingYet } from '@/components/empty'
import { countWords } from '@/components/money'
import { Section } from '@/components/section'
import { listChanges } from '@/payroll/set-up/changes'
import { readBankProfile } from '@/payroll/set-up/companies'
import { readSetUpHistory } from '@/payroll/set-up/history'
import { isUuid } from '@/platform/is-uuid'
import { listHref } from '../../list-url'
import { SubjectPage } from '../../subject-page'
import { profileWords } from '../profile-words'

export const metadata: Metadata = { title: 'Bank' }

export default async function BankPage({ params }: { params: Promise<{ id: string }> }) {
  const session = await entered('set-up:read')
  if (!session) return null
  const { ledger } = server()
  const { id } = await params
  const found = isUuid(id) ? await readBankProfile(ledger, id) : null
  if (!found) notFound()
  const { profile, companies, companyCount } = found
  const [history, changes] = await Promise.all([readSetUpHistory(ledger, id), listChanges(ledger, id)])
  return (
    <SubjectPage
      list="banks"
      name={profile.name}
      actions={<ButtonLink href={`/set-up/banks/${id}/edit`}>Edit</ButtonLink>}
      facts={[]}
      {...{ changes, history }}
      now={new Date()}
    >
      <Section title="What the bank wants">
        <dl className="overflow-hidden rounded-lg border border-line bg-surface">
          {profileWords(profile).map(({ label, value }) => (
            <div key={label} className="grid gap-x-4 border-b border-line px-3.5 py-2 last:border-b-0 sm:grid-cols-[200px_1fr]">
              <dt className="text-muted">{label}</dt>
              <dd className="[overflow-wrap:anywhere]">{value}</dd>
            </div>
          ))}
        </dl>
      </Section>
      <Section
        title="Companies that pay through it"
        actions={
          companyCount > companies.length && (
            <ButtonLink href={listHref('/set-up/companies', { find: profile.name })}>All {countWords(companyCount)}</ButtonLink>
          )
        }
      >
        {companies.length === 0 ? (
          <NothingYet
            title="No company yet"
            action={
              <ButtonLink href="/set-up/companies/new" tone="primary">
                Add a company
              </ButtonLink>
            }
          />
        ) : (
          <ul className="grid gap-1">
            {companies.map(({ id: companyId, name }) => (
              <li key={companyId}>
                <Link className="link" href={`/set-up/companies/${companyId}`}>
                  {name}
                </Link>
              </li>
            ))}
          </ul>
        )}
      </Section>
    </SubjectPage>
  )
}
