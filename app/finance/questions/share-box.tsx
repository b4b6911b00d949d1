'use client'

/** Whether everybody of finance sees it. */
export function ShareBox({ shared, onChange }: { shared: boolean; onChange: (shared: boolean) => void }) {
  return (
    <label className="flex items-center gap-2">
      <input type="checkbox" className="size-4 accent-(--accent)" checked={shared} onChange={(event) => onChange(event.target.checked)} />
      Share it with everyone in finance
    </label>
  )
}
