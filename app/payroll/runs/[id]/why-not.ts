/** *Why can't I?*: why this person may not approve a run, said before they try. */
import { may, type Roles, yourRoles } from '@/access/permissions'
import type { RunDetail } from '@/payroll/runs/run'
import { sentenceOf } from '@/payroll/transaction/rejections'

/** The sentence, or null when they may. The server refuses with the same words. */
export function whyNotApprove({ handIn }: Pick<RunDetail, 'handIn'>, person: Roles): string | null {
  if (!may(person, 'runs:approve'))
    return `Only coordinators can approve runs. ${yourRoles(person, 'does not include that.', 'do not include that.')}`
  return handIn ? sentenceOf({ code: 'four-eyes', because: handIn }) : null
}
