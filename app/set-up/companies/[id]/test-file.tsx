import { buttonLook } from '@/components/button-look'
import { Note } from '@/components/note'
import { Section } from '@/components/section'
import { Time } from '@/components/time'
import type { SetUpCompany } from '@/payroll/set-up/companies'
import { ActButton } from '../../act-button'

/** A file to show the bank before the first payroll, and the bank's answer. */
export function TestFile({ company }: { company: SetUpCompany }) {
  const { id, version, hasAccount, bankTestedAt } = company
  return (
    <Section title={<span id="test-file">Test file for the bank</span>}>
      <p className="mb-3 max-w-[76ch]">
        Ask your bank to test this file. It has one payment of one unit from the company’s account to itself, and says so. PayLedger does
        not send it and does not keep it.
      </p>
      {bankTestedAt !== null && (
        <Note tone="ok" title="The bank accepted a test file.">
          <Time at={bankTestedAt} show="full" />
        </Note>
      )}
      {hasAccount ? (
        <div className="flex flex-wrap gap-2">
          {/* A download: no page to navigate to. */}
          <a href={`/api/set-up/companies/${id}/test-file`} download className={buttonLook('normal')}>
            Download the test file
          </a>
          {bankTestedAt === null && (
            <ActButton
              label="The bank accepted it…"
              title="Did the bank accept the test file?"
              confirmLabel="Yes, it did"
              to="POST /api/set-up/companies/[id]/accepted-test-files"
              id={id}
              version={version}
              done="Noted"
            >
              The history says that you said so.
            </ActButton>
          )}
        </div>
      ) : (
        <p className="text-muted">Enter the account to pay from first.</p>
      )}
    </Section>
  )
}
