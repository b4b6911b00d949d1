'use client'
import { useState } from 'react'
import { readProblem } from '@/components/api-problem'
import { Button } from '@/components/button'

const FORMATS = [
  { format: 'csv', name: 'CSV' },
  { format: 'xlsx', name: 'XLSX' },
  { format: 'parquet', name: 'Parquet' },
] as const

/** Asks again for all rows, as a file. */
export function SaveAnswer({ sql, onRefused }: { sql: string; onRefused: (error: unknown) => void }) {
  const [saving, setSaving] = useState<string | null>(null)
  const save = async (format: string): Promise<void> => {
    setSaving(format)
    try {
      await saveFile(sql, format)
    } catch (error) {
      onRefused(error)
    }
    setSaving(null)
  }
  return (
    <span className="flex flex-wrap items-center gap-2 text-xs text-muted">
      Export the answer:
      {FORMATS.map(({ format, name }) => (
        <Button
          key={format}
          tone="quiet"
          pending={saving === format}
          disabled={saving !== null && saving !== format}
          onClick={() => void save(format)}
        >
          {name}
        </Button>
      ))}
    </span>
  )
}

/** A question is too long for an address, so the browser is handed the bytes. @throws ApiProblem when it was refused. */
async function saveFile(sql: string, format: string): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch('/api/finance/answer-files', { method: 'POST', headers, body: JSON.stringify({ sql, format }) })
  if (!response.ok) throw await readProblem(response)
  const address = URL.createObjectURL(await response.blob())
  const link = document.createElement('a')
  link.href = address
  link.download = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? `payledger-sql.${format}`
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
