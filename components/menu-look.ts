/** The look of every menu. */
export const MENU_POPUP =
  'min-w-[220px] max-w-[calc(100vw-16px)] rounded-lg border border-line bg-surface py-1 shadow-float outline-none transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0'
export const MENU_ITEM =
  'mx-1 flex h-8 cursor-default items-center gap-2 rounded-md px-2 outline-none select-none data-disabled:text-faint data-highlighted:bg-sunken max-sm:h-10'
