import type { ReactNode } from 'react'
import { BrandMark } from '@/components/brand'

/** The frame of the pages that one sees without being signed in. */
export function DoorCard({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className="mx-auto grid min-h-dvh w-full max-w-[400px] content-center gap-6 px-6 pt-10 pb-24">
      <div className="flex items-center gap-2 text-lg font-[650] tracking-[-0.015em]">
        <BrandMark />
        PayLedger
      </div>
      <div className="rounded-lg border border-line bg-surface px-6 pt-5 pb-6 max-sm:px-4">
        <h1>{title}</h1>
        {children}
      </div>
    </main>
  )
}
