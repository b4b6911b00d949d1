'use client'
import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { callApi } from '@/app/call-api'
import type { ApiProblem } from '@/components/api-problem'
import { Button } from '@/components/button'
import { ActionLine } from '@/components/confirm-dialog'
import { SelectField, TextField } from '@/components/field'
import { FileDrop } from '@/components/file-drop'
import { monthWords } from '@/components/time-words'
import { useAction } from '@/components/use-action'
import type { CompanyRow } from '@/payroll/companies/companies'
import { RUN_KINDS, type RunKind } from '@/payroll/runs/run-kind'
import { KIND_HINTS, KIND_WORDS } from '../kind-words'
import { periodsAround, suggestedPayDate } from './periods'
import { Uploading } from './uploading'

type Fields = { company: string; period: string; payDate: string; kind: RunKind }

const FILE_BYTES_MAX = 64_000_000

type Props = { companies: readonly CompanyRow[]; today: string; filled: Partial<Fields> }

export function NewRunForm({ companies, today, filled }: Props) {
  const router = useRouter()
  const period = filled.period ?? today.slice(0, 7)
  const only = companies.length === 1 ? companies[0] : undefined
  const [fields, setFields] = useState<Fields>({
    company: filled.company ?? only?.id ?? '',
    period,
    payDate: filled.payDate ?? suggestedPayDate(period, today),
    kind: filled.kind ?? 'regular',
  })
  const [missing, setMissing] = useState<Partial<Record<keyof Fields, string>>>({})
  // A date that somebody chose stays.
  const [isDateChosen, setDateChosen] = useState(false)
  const change = (next: Partial<Fields>) => {
    setFields({ ...fields, ...next })
    setMissing({})
  }
  const [file, setFile] = useState<File | null>(null)
  const [fileError, setFileError] = useState<string | null>(null)
  const upload = useAction((body: FormData, idempotencyKey) => callApi('POST /api/payroll-imports', { body, idempotencyKey }))
  const [leaving, setLeaving] = useState(false)
  const busy = leaving || upload.state.is === 'pending' || upload.state.is === 'unknown'
  const problem = upload.state.is === 'refused' ? upload.state.problem : null
  const errorOf = (name: keyof Fields | 'file') =>
    (name === 'file' ? fileError : missing[name]) ?? problem?.errors.find((error) => error.field === name && error.row == null)?.reason
  const company = companies.find(({ id }) => id === fields.company)

  // Everything that is missing is said at once.
  const isComplete = (): boolean => {
    const gaps = {
      ...(fields.company === '' && { company: 'Choose a company.' }),
      ...(fields.payDate === '' && { payDate: 'Choose a pay date.' }),
    }
    setMissing(gaps)
    setFileError(file === null ? 'Choose a file.' : null)
    return file !== null && Object.keys(gaps).length === 0
  }
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    if (!isComplete() || file === null) return requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid]')?.focus())
    const read = await readWhole(file)
    if (read === null) {
      setFile(null)
      return setFileError(`${file.name} has changed since you chose it. Choose it again.`)
    }
    const body = new FormData()
    for (const [name, value] of Object.entries({ ...fields, file: read })) body.append(name, value)
    upload.begin()
    const answer = await upload.run(body)
    if (!answer) return
    setLeaving(true)
    router.push(`/payroll/imports/${answer.data.id}?follow=1${answer.data.begunBefore ? '&before=1' : ''}`)
  }
  const changePeriod = (period: string) => change({ period, ...(!isDateChosen && { payDate: suggestedPayDate(period, today) }) })

  return (
    <>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <fieldset disabled={busy} className="grid gap-4">
          <legend className="sr-only">What to pay</legend>
          <div className="grid items-start gap-4 sm:grid-cols-2">
            <SelectField
              label="Company"
              error={errorOf('company')}
              hint={company && companyHint(company)}
              value={fields.company}
              onChange={(event) => change({ company: event.target.value })}
            >
              {!only && <option value="">Choose a company</option>}
              {companies.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </SelectField>
            <SelectField
              label="Period"
              error={errorOf('period')}
              value={fields.period}
              onChange={(event) => changePeriod(event.target.value)}
            >
              {[...new Set([...periodsAround(today), period])].map((each) => (
                <option key={each} value={each}>
                  {monthWords(each)}
                </option>
              ))}
            </SelectField>
            <TextField
              label="Pay date"
              type="date"
              value={fields.payDate}
              error={errorOf('payDate')}
              onChange={(event) => {
                setDateChosen(true)
                change({ payDate: event.target.value })
              }}
            />
            <SelectField
              label="Kind of run"
              error={errorOf('kind')}
              hint={KIND_HINTS[fields.kind]}
              value={fields.kind}
              onChange={(event) => change({ kind: event.target.value as RunKind })}
            >
              {RUN_KINDS.map((each) => (
                <option key={each} value={each}>
                  {KIND_WORDS[each]}
                </option>
              ))}
            </SelectField>
          </div>
          <FileDrop
            label="Drop a payroll file, or choose one"
            hint="CSV or XLSX from your payroll system, up to 100,000 rows"
            accept=".csv,.txt,.tsv,.xlsx"
            sizeMaxBytes={FILE_BYTES_MAX}
            file={file}
            onFile={(next) => {
              setFile(next)
              setFileError(null)
            }}
            error={errorOf('file')}
          />
          <div>
            <Button type="submit" tone="primary" pending={busy}>
              Upload file
            </Button>
          </div>
        </fieldset>
      </form>
      <div className="mt-4">
        {upload.state.is === 'pending' && file && <Uploading file={file} />}
        {!(problem && isRows(problem)) && <ActionLine state={upload.state} />}
      </div>
    </>
  )
}

/** The file as it is now, kept in memory so that every try sends the same bytes. Null when it was changed since it was chosen: browsers then refuse to read it. */
const readWhole = (file: File): Promise<File | null> =>
  file.arrayBuffer().then(
    (bytes) => new File([bytes], file.name, { type: file.type }),
    () => null,
  )

const isRows = (problem: ApiProblem): boolean => problem.type === 'urn:payledger:problem:rows'

function companyHint({ debtorAccounts, bank }: CompanyRow): string {
  const from = debtorAccounts.map(({ currency, last4 }) => `${currency} •••• ${last4}`).join(', ')
  return `Pays from ${from}; cut-off ${bank.cutOff} ${bank.timeZone}.`
}
