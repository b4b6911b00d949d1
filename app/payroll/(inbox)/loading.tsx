import { PageSkeleton } from '@/components/skeleton'

export default function PayrollLoading() {
  return <PageSkeleton facts={0} rows={10} />
}
