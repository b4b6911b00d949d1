import { ButtonLink } from '@/components/button-link'
import { NothingYet } from '@/components/empty'

export default function RunNotFound() {
  return (
    <NothingYet title="There is no such run" action={<ButtonLink href="/payroll">All runs</ButtonLink>}>
      It may never have existed, or it is not among the companies you work for.
    </NothingYet>
  )
}
