import { PageSkeleton } from '@/components/skeleton'

export default function RunLoading() {
  return <PageSkeleton facts={5} rows={10} />
}
