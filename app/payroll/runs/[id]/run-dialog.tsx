'use client'
import type { ApiChange } from '@/app/call-api'
import { FIELD_NAMES } from '@/app/payout-words'
import { showField } from '@/app/show-field'
import type { RunDetail } from '@/payroll/runs/run'
import { ChangeDialog, type ChangeFrame } from '../../change-dialog'
import { asSeen } from './as-seen'

type Props = ChangeFrame & {
  /** The run as the page shows it. */
  run: RunDetail
  change: ApiChange
  /** The version that was looked at; the page's unless the dialog has read a newer one. */
  version?: number
  done: { title: string; detail: string }
  onNext?: () => void
}

/** One change of a run. */
export function RunDialog({ run, version = run.version, ...dialog }: Props) {
  return (
    <ChangeDialog
      {...dialog}
      version={version}
      fieldNames={FIELD_NAMES}
      show={showField}
      asShown={(changed, problem) => asSeen(changed, run, problem.body.current)}
    />
  )
}
