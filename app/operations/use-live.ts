'use client'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { callApi } from '@/app/call-api'
import type { Operations } from '@/desks/operations/read-operations'

/** `opening` until the first word; `lost` while the page asks for itself, because the stream does not come. */
export type StreamState = 'opening' | 'open' | 'lost'

const REFRESH_MS = 2_000
const ANSWER_LIMIT_MS = 8_000
/** A stream that says nothing new for so long is no longer believed, and the page asks for itself. */
const QUIET_MS = 6_000
/** One that the server has refused is tried again. */
const AGAIN_MS = 15_000
const KEY = ['operations']

/** The pipeline, told by the server as it changes; asked for every two seconds while the server cannot be heard. */
export function useLiveOperations(first: Operations | null) {
  const [stream, setStream] = useState<StreamState>('opening')
  const client = useQueryClient()
  useEffect(
    () =>
      follow('/api/operations/live', setStream, (data) => {
        client.setQueryData<Operations>(KEY, JSON.parse(data))
      }),
    [client],
  )
  const query = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => read(AbortSignal.any([signal, AbortSignal.timeout(ANSWER_LIMIT_MS)])),
    refetchInterval: stream === 'lost' ? REFRESH_MS : false,
    retry: false,
    // What came with the page is of this moment, and the stream tells the rest.
    refetchOnMount: false,
    refetchOnWindowFocus: false,
    // Otherwise it would wait without a word while the browser says that it is offline.
    networkMode: 'always',
    ...(first && { initialData: first, initialDataUpdatedAt: Date.parse(first.at) }),
  })
  return { ...query, stream }
}

const read = async (signal: AbortSignal): Promise<Operations> => (await callApi('GET /api/operations/status', { signal })).data

/** Listens while the page is looked at. @returns how to stop. */
function follow(url: string, onState: (state: StreamState) => void, onFigures: (data: string) => void): () => void {
  let source: EventSource | null = null
  let quiet: ReturnType<typeof setTimeout> | undefined
  let again: ReturnType<typeof setTimeout> | undefined
  const lose = () => onState('lost')
  const awaitNews = () => {
    clearTimeout(quiet)
    quiet = setTimeout(lose, QUIET_MS)
  }
  const close = () => {
    clearTimeout(quiet)
    clearTimeout(again)
    source?.close()
    source = null
  }
  const retry = () => {
    close()
    lose()
    again = setTimeout(open, AGAIN_MS)
  }
  function open(): void {
    close()
    if (document.hidden || !navigator.onLine) return
    const opened = new EventSource(url)
    source = opened
    awaitNews()
    opened.addEventListener('figures', ({ data }) => {
      awaitNews()
      onState('open')
      onFigures(data)
    })
    // It cannot read; asked for by the page, the same failure has its words.
    opened.addEventListener('failed', lose)
    opened.addEventListener('refused', retry)
    // The browser connects anew by itself, unless it was refused.
    opened.addEventListener('error', () => (opened.readyState === EventSource.CLOSED ? retry() : lose()))
  }
  const look = () => (document.hidden ? close() : open())
  const leave = () => {
    close()
    lose()
  }
  open()
  document.addEventListener('visibilitychange', look)
  window.addEventListener('online', open)
  window.addEventListener('offline', leave)
  return () => {
    close()
    document.removeEventListener('visibilitychange', look)
    window.removeEventListener('online', open)
    window.removeEventListener('offline', leave)
  }
}
