'use client'
import { useQuery } from '@tanstack/react-query'
import { callApi } from '@/app/call-api'
import { Failed } from '@/components/empty'
import { Skeleton } from '@/components/skeleton'
import { ChangesTable } from '../../bank-files/changes-table'

/** What applying a message would do, read anew each time the dialog opens. */
export function useAppliedEffect(findingId: string, enabled: boolean) {
  return useQuery({
    queryKey: ['effect of a message', findingId],
    queryFn: async ({ signal }) => (await callApi('GET /api/findings/[id]/effect', { id: findingId, signal })).data,
    enabled,
    gcTime: 0,
    staleTime: 0,
    refetchOnWindowFocus: false,
  })
}

/** The payments that change, from which state to which. */
export function AppliedChanges({ of: { data, error, refetch, isFetching } }: { of: ReturnType<typeof useAppliedEffect> }) {
  if (isFetching) return <Skeleton className="h-[98px] w-full rounded-md" />
  if (error || !data) return <Failed title="The list of changes could not be loaded" onRetry={() => void refetch()} />
  return <ChangesTable changes={data.changes} total={data.total} />
}
