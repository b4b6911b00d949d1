'use client'
import { DialogFrame } from './dialog'
import { type KeyBinding, keyWords } from './key-match'
import { usePreferences } from './preferences'

/** Every key that works on this page, by group, and the switch for single keys. */
export function KeySheet({ bindings, onClose }: { bindings: readonly KeyBinding[] | null; onClose: () => void }) {
  const { singleKeys, set } = usePreferences()
  const groups = Map.groupBy(unique(bindings ?? []), (binding) => binding.group)
  return (
    <DialogFrame open={bindings !== null} onOpenChange={(open) => !open && onClose()} title="Keys">
      {[...groups].map(([group, keys]) => (
        <section key={group} className="mt-3 first:mt-0">
          <h3 className="text-xs font-semibold text-muted">{group}</h3>
          <dl className="mt-1">
            {keys.map(({ key, label }) => (
              <div key={key} className="flex h-7 items-center justify-between gap-4">
                <dt>{label}</dt>
                <dd>
                  <kbd>{keyWords(key)}</kbd>
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      <label className="mt-4 flex items-center gap-2 border-t border-line pt-3">
        <input
          type="checkbox"
          checked={singleKeys}
          onChange={(event) => set({ singleKeys: event.target.checked })}
          className="size-4 accent-(--accent)"
        />
        Use single keys (without Ctrl or ⌘)
      </label>
    </DialogFrame>
  )
}

function unique(bindings: readonly KeyBinding[]): KeyBinding[] {
  return [...new Map(bindings.map((binding) => [`${binding.group}/${binding.key}`, binding])).values()]
}
