'use client'
import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { callApi } from '@/app/call-api'
import type { ApiProblem } from '@/components/api-problem'
import { Button } from '@/components/button'
import { ActionLine } from '@/components/confirm-dialog'
import { FileDrop } from '@/components/file-drop'
import { useAction } from '@/components/use-action'
import { type Fields, type FormProps, RunFields, useRunFields } from './run-fields'
import { Uploading } from './uploading'

const FILE_BYTES_MAX = 64_000_000

/** A payroll file with what it is to pay: it is uploaded, and its import followed. */
export function NewRunForm(props: FormProps) {
  const router = useRouter()
  const { fields, missing, setMissing, change } = useRunFields(props)
  const [file, setFile] = useState<File | null>(null)
  const [fileError, setFileError] = useState<string | null>(null)
  const upload = useAction((body: FormData, idempotencyKey) => callApi('POST /api/payroll-imports', { body, idempotencyKey }))
  const [leaving, setLeaving] = useState(false)
  const busy = leaving || upload.state.is === 'pending' || upload.state.is === 'unknown'
  const problem = upload.state.is === 'refused' ? upload.state.problem : null
  const errorOf = (name: keyof Fields | 'file') =>
    (name === 'file' ? fileError : missing[name]) ?? problem?.errors.find((error) => error.field === name && error.row == null)?.reason

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

  return (
    <>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <fieldset disabled={busy} className="grid gap-4">
          <legend className="sr-only">What to pay</legend>
          <RunFields {...{ ...props, fields, errorOf, change }} />
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
