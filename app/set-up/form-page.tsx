import type { ReactNode } from 'react'
import { type Crumb, PageHead } from '@/components/page-head'
import { crumbsOf, type SetUpList } from './set-up-crumbs'

type Props = {
  list: SetUpList
  /** What the form changes; left out where it makes something new. */
  of?: Crumb
  title: string
  sub?: ReactNode
  children: ReactNode
}

/** A form at an address of its own, with the way back to where it was opened. */
export function FormPage({ list, of, title, sub, children }: Props) {
  return (
    <>
      <PageHead crumbs={[...crumbsOf(list), ...(of ? [of] : [])]} title={title} sub={sub} />
      {children}
    </>
  )
}
