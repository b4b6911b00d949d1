'use client'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { ApiLost } from './api-problem'

const LOST_RETRIES_MAX = 3

/** Server state for client parts. Nothing is shown before the server has said so: mutations neither retry nor guess. */
export function QueryProvider({ children }: { children: ReactNode }) {
  const [client] = useState(
    () =>
      new QueryClient({
        defaultOptions: {
          queries: {
            retry: (failures, error) => error instanceof ApiLost && failures < LOST_RETRIES_MAX,
            staleTime: 0,
            refetchOnWindowFocus: true,
          },
          mutations: { retry: false },
        },
      }),
  )
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>
}
