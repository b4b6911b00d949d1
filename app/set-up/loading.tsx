import { PageSkeleton } from '@/components/skeleton'

export default function Loading() {
  return <PageSkeleton facts={4} rows={8} />
}
