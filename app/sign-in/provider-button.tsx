'use client'
import { lazy, Suspense } from 'react'

/** Most installations have no provider, and whoever signs in there waits for nothing of it. */
const OidcButton = lazy(() => import('./oidc-button').then((module) => ({ default: module.OidcButton })))

export function ProviderButton(provider: { name: string; next: string }) {
  return (
    <Suspense>
      <OidcButton {...provider} />
    </Suspense>
  )
}
