'use client'
import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Button } from '@/components/button'
import type { AskedFor } from './ask-repair'

/** Loaded when somebody asks. */
const AskRepair = dynamic(() => import('./ask-repair').then((file) => file.AskRepair), { ssr: false })

/** Asks for what differs to be written again from its events, and leads to the report. */
export function ReplayButton({ label, ...asked }: { label: string } & AskedFor) {
  const [isAsking, setIsAsking] = useState(false)
  const router = useRouter()
  const close = (id: string | null): void => {
    setIsAsking(false)
    if (id !== null) router.push(`/operations/repairs/${id}`)
  }
  return (
    <>
      <Button onClick={() => setIsAsking(true)}>{label}</Button>
      {isAsking && <AskRepair asked={asked} onClose={close} />}
    </>
  )
}
