'use client'
import { FileUp, X } from 'lucide-react'
import { type ChangeEvent, type DragEvent, type ReactNode, useId, useRef, useState } from 'react'
import { cx } from './cx'
import { sizeWords } from './size-words'

type Props = {
  label: string
  hint?: string
  error?: string | null
  accept: string
  sizeMaxBytes: number
  file: File | null
  onFile: (file: File | null) => void
  name?: string
}

/** Takes one file, dropped or chosen. `accept` as in HTML (".csv,.xlsx"); `sizeMaxBytes` is checked before anything is sent. */
export function FileDrop({ label, hint, error, accept, sizeMaxBytes, file, onFile, name }: Props) {
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [refused, setRefused] = useState<string | null>(null)
  const wrong = refused ?? error
  const take = (next: File | undefined) => {
    if (!next) return
    const tooLarge = next.size > sizeMaxBytes
    setRefused(tooLarge ? `${next.name} is ${sizeWords(next.size)}. The limit is ${sizeWords(sizeMaxBytes)}.` : null)
    onFile(tooLarge ? null : next)
  }
  const clear = () => {
    if (input.current) input.current.value = ''
    setRefused(null)
    onFile(null)
  }
  return (
    <div className="grid gap-1">
      <DropArea isWrong={Boolean(wrong)} take={take}>
        <FileUp aria-hidden="true" strokeWidth={1.5} className="size-5 flex-none text-muted" />
        <div className="min-w-0">
          <label htmlFor={id} className="font-[550] after:absolute after:inset-0 after:cursor-pointer">
            {file ? file.name : label}
          </label>
          <p id={`${id}-hint`} className="text-xs text-muted">
            {file ? sizeWords(file.size) : hint}
          </p>
        </div>
        {file && <RemoveButton file={file} clear={clear} />}
        <input
          ref={input}
          id={id}
          name={name}
          type="file"
          accept={accept}
          aria-describedby={`${id}-hint ${id}-error`}
          aria-invalid={wrong ? true : undefined}
          onChange={(event: ChangeEvent<HTMLInputElement>) => take(event.target.files?.[0])}
          className="sr-only"
        />
      </DropArea>
      <p id={`${id}-error`} aria-live="polite" className="text-xs font-medium text-bad empty:hidden">
        {wrong}
      </p>
    </div>
  )
}

/** Where a file may be dropped; its input inside does the same by keyboard. */
function DropArea({ isWrong, take, children }: { isWrong: boolean; take: (file: File | undefined) => void; children: ReactNode }) {
  const [over, setOver] = useState(false)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    take(event.dataTransfer.files[0])
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is an addition; the file input inside does the same by keyboard
    <div
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={cx(
        'relative flex min-h-24 items-center justify-center gap-3 rounded-lg border border-dashed px-4 py-3 has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent',
        isWrong ? 'border-bad' : over ? 'border-accent bg-accent-soft' : 'border-edge bg-surface hover:bg-hover',
      )}
    >
      {children}
    </div>
  )
}

function RemoveButton({ file, clear }: { file: File; clear: () => void }) {
  return (
    <button
      type="button"
      onClick={clear}
      aria-label={`Remove ${file.name}`}
      className="relative z-1 grid size-8 place-items-center rounded-md text-muted hover:bg-sunken"
    >
      <X aria-hidden="true" className="size-4" />
    </button>
  )
}
