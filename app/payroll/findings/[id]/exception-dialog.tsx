'use client'
import type { ApiChange } from '@/app/call-api'
import type { ExceptionDetail } from '@/payroll/exceptions/exceptions'
import { ChangeDialog, type ChangeFrame } from '../../change-dialog'
import { FINDING_FIELDS, sentence } from '../exception-words'

/** What each of the dialogs about a finding is opened with. */
export type OpenedDialog = { finding: ExceptionDetail; open: boolean; onOpenChange: (open: boolean) => void }

type Props = ChangeFrame & {
  finding: { version: number }
  change: ApiChange
  done: string
}

/** One act on a finding. */
export function ExceptionDialog({ finding, done, ...dialog }: Props) {
  return <ChangeDialog {...dialog} version={finding.version} done={{ title: done }} fieldNames={FINDING_FIELDS} show={showField} />
}

function showField(field: string, value: unknown): string {
  if (typeof value !== 'string') return '–'
  return field === 'state' || field === 'resolution' ? sentence(value.replaceAll('-', ' ')) : value
}
