'use client'
import { useState } from 'react'
import { Elapsed } from '@/components/countdown'
import { useNow } from '@/components/now'
import { sizeWords } from '@/components/size-words'

/** A file is on its way; how long that takes is not known beforehand. */
export function Uploading({ file }: { file: File }) {
  const opened = useNow()
  const [since] = useState(() => opened.toISOString())
  return (
    <div role="status" className="grid gap-1.5">
      <div className="num flex flex-wrap justify-between gap-x-4">
        <span className="font-[550]">Uploading {file.name}</span>
        <span aria-hidden="true" className="text-muted">
          {sizeWords(file.size)} · <Elapsed since={since} />
        </span>
      </div>
      <div aria-hidden="true" className="h-1.5 overflow-hidden rounded-full bg-line">
        <div className="h-full w-1/3 animate-pulse bg-accent" />
      </div>
    </div>
  )
}
