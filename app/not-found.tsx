import type { Metadata } from 'next'
import { BrandMark } from '@/components/brand'
import { buttonLook } from '@/components/button-look'

export const metadata: Metadata = { title: 'Not found' }

export default function NotFound() {
  return (
    <main className="mx-auto grid min-h-[70dvh] max-w-[480px] content-center gap-3 px-6">
      <BrandMark />
      <h1>There is nothing at this address</h1>
      <p className="text-muted">Check the address. You may also not have access to it.</p>
      <div>
        <a href="/" className={buttonLook('normal')}>
          Go to the start page
        </a>
      </div>
    </main>
  )
}
