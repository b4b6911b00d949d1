/** The mark: two sides of one ledger. */
export function BrandMark() {
  return (
    <svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true" className="flex-none">
      <path d="M5 0h8a5 5 0 0 1 5 5v2H0V5a5 5 0 0 1 5-5Z" fill="var(--accent)" />
      <path d="M0 9.5h18V13a5 5 0 0 1-5 5H5a5 5 0 0 1-5-5Z" fill="var(--ink)" />
    </svg>
  )
}
