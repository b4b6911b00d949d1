import { Count } from '@/components/money'

/** A count that says of what on a phone, where its heading is not seen. */
export function Counted({ of, noun }: { of: number; noun: string }) {
  return (
    <>
      <Count of={of} /> <span className="text-muted sm:hidden">{noun}</span>
    </>
  )
}
