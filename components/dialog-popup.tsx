'use client'
import { Dialog } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import { type ReactNode, useRef } from 'react'
import { cx } from './cx'

/** Where typing starts; the dialog itself when there is nothing to type, so that Enter does not press something by surprise. */
const FIRST_CONTROL = 'input:not([readonly], [type=hidden]), select, textarea'

export type DialogFrameProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: ReactNode
  description?: ReactNode
  children?: ReactNode
  /** The row of buttons at the bottom, the main one last. */
  actions?: ReactNode
  wide?: boolean
  /** Where focus goes when it closes, if what opened it will not be there. */
  focusAfter?: () => HTMLElement | null
  /** While an answer is awaited neither Escape nor a click beside it closes the dialog. */
  locked?: boolean
}

export function DialogPopup({
  open,
  onOpenChange,
  title,
  description,
  children,
  actions,
  wide = false,
  focusAfter,
  locked = false,
}: DialogFrameProps) {
  const popup = useRef<HTMLDivElement>(null)
  return (
    <Dialog.Root open={open} onOpenChange={(next) => (next || !locked) && onOpenChange(next)}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-scrim transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Dialog.Popup
          ref={popup}
          finalFocus={() => focusAfter?.() ?? true}
          initialFocus={() => popup.current?.querySelector<HTMLElement>(FIRST_CONTROL) ?? popup.current}
          className={cx(
            'fixed top-[12dvh] left-1/2 z-40 flex max-h-[80dvh] w-[calc(100vw-32px)] -translate-x-1/2 flex-col rounded-lg border border-line bg-surface shadow-float outline-none transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0 max-sm:top-auto max-sm:bottom-0 max-sm:max-h-[92dvh] max-sm:w-full max-sm:rounded-b-none',
            wide ? 'max-w-[720px]' : 'max-w-[480px]',
          )}
        >
          <div className="flex items-start gap-3 px-5 pt-4 pb-2">
            <div className="min-w-0 flex-1">
              <Dialog.Title className="text-lg font-semibold tracking-[-0.012em]">{title}</Dialog.Title>
              {description && <Dialog.Description className="mt-1 text-muted">{description}</Dialog.Description>}
            </div>
            <Dialog.Close
              disabled={locked}
              aria-label="Close this dialog"
              className="-mr-2 grid size-8 flex-none place-items-center rounded-md text-muted hover:bg-sunken disabled:opacity-40"
            >
              <X aria-hidden="true" className="size-4" />
            </Dialog.Close>
          </div>
          {/* Reachable by keyboard, because long content scrolls here. */}
          {children && (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must take focus (WCAG 2.1.1)
            <div tabIndex={0} className={cx('min-h-0 overflow-y-auto px-5 py-2 outline-offset-[-2px]', !actions && 'pb-5')}>
              {children}
            </div>
          )}
          {actions && <div className="flex flex-wrap justify-end gap-2 px-5 pt-2 pb-4">{actions}</div>}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
