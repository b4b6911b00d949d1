'use client'
import { useRouter } from 'next/navigation'
import { Failed } from '@/components/empty'

type Props = { error: Error & { digest?: string }; reset: () => void; title?: string }

/** A desk's page that could not be read; the shell stays around it, so one can go elsewhere. */
export function DeskError({ error, reset, title = 'This could not be loaded' }: Props) {
  const router = useRouter()
  // Reset alone shows what the server answered before; the refresh asks it once more.
  const again = () => {
    router.refresh()
    reset()
  }
  return (
    <Failed level="h1" title={title} traceId={error.digest} onRetry={again}>
      The error was logged. Nothing you have confirmed is lost.
    </Failed>
  )
}
