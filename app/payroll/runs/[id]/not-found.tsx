import { ButtonLink } from '@/components/button-link'
import { NothingYet } from '@/components/empty'

export default function RunNotFound() {
  return (
    <NothingYet title="This run does not exist" action={<ButtonLink href="/payroll">All runs</ButtonLink>}>
      Check the address. It may also belong to a company you do not work for.
    </NothingYet>
  )
}
