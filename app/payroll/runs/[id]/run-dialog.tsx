'use client'
import type { ReactNode } from 'react'
import { FIELD_NAMES, statusWords } from '@/app/payout-words'
import { Status } from '@/components/status'
import type { RunDetail } from '@/payroll/queries/run'
import { ChangeDialog, type ChangeFrame } from '../../change-dialog'
import { asSeen } from './as-seen'

type Props = ChangeFrame & {
  /** The run as the page shows it. */
  run: RunDetail
  /** "approvals": the noun below the run that is posted to. */
  noun: string
  body?: unknown
  /** The version that was looked at; the page's unless the dialog has read a newer one. */
  version?: number
  done: { title: string; detail: string }
  onNext?: () => void
}

/** One change of a run. */
export function RunDialog({ run, noun, version = run.version, ...dialog }: Props) {
  return (
    <ChangeDialog
      {...dialog}
      to={`/api/payroll-runs/${run.id}/${noun}`}
      version={version}
      fieldNames={FIELD_NAMES}
      show={showField}
      asShown={(changed, problem) => asSeen(changed, run, problem.body.current)}
    />
  )
}

function showField(field: string, value: unknown): ReactNode {
  if (value === null || value === undefined) return '–'
  if (field !== 'status') return field === 'seal' ? <code className="mono">{String(value).slice(0, 16)}…</code> : String(value)
  const { word, tone } = statusWords(String(value))
  return <Status tone={tone}>{word}</Status>
}
