'use client'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useEffect, useRef } from 'react'
import { callApi } from '@/app/call-api'
import { ButtonLink } from '@/components/button-link'
import { Note } from '@/components/note'
import { useToast } from '@/components/toast'
import type { ImportDetail } from '@/payroll/imports/imports'
import type { Preview } from '@/payroll/imports/preview-file'
import { Checking } from './checking'
import { Gone } from './gone'
import type { ImportProps } from './import-props'
import { Imported } from './imported'
import { MapFile } from './map-file'
import { Problems } from './problems'
import { Ready } from './ready'

const POLL_MS = 700

/** A file on its way to a draft, by its state; while it is checked the page follows, and goes on to the run when there is one. */
export function ImportDesk({ initial, preview, isGone }: { initial: ImportDetail; preview: Preview | null; isGone: boolean }) {
  const queryKey = ['import', initial.id]
  const client = useQueryClient()
  const { data: file } = useQuery({
    queryKey,
    queryFn: ({ signal }) => callApi('GET /api/payroll-imports/[id]', { id: initial.id, signal }).then(({ data }) => data),
    initialData: initial,
    refetchInterval: ({ state }) => (state.data?.state === 'checking' || state.data?.drafting ? POLL_MS : false),
  })
  const again = () => client.invalidateQueries({ queryKey })
  useGoToRun(initial, file)
  const props: ImportProps = { file, again }
  switch (file.state) {
    case 'uploaded':
      return isGone ? <Gone {...props} /> : <MapFile {...props} preview={preview} />
    case 'checking':
      return <Checking {...props} />
    case 'refused':
      return <Problems {...props} />
    case 'ready':
      return file.drafting ? <Checking {...props} /> : <Ready {...props} />
    case 'imported':
      return <Imported file={file} />
    case 'abandoned':
      return (
        <Note tone="info" title="This file was discarded." action={<ButtonLink href="/payroll/new">New run</ButtonLink>}>
          Nothing was saved as a run.
        </Note>
      )
  }
}

/** Who watched the file become a draft is taken there; who comes back later reads what became of it. */
function useGoToRun(initial: ImportDetail, file: ImportDetail): void {
  const router = useRouter()
  const toast = useToast()
  const gone = useRef(initial.state === 'imported')
  useEffect(() => {
    if (!file.run || gone.current) return
    gone.current = true
    toast('ok', `Imported as ${file.run.reference}`, 'It is a draft. Check it, then submit it.')
    router.replace(`/payroll/runs/${file.run.id}`)
  }, [file.run, router, toast])
}
