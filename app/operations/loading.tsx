import { PageSkeleton } from '@/components/skeleton'

export default function Loading() {
  return <PageSkeleton facts={1} rows={4} />
}
