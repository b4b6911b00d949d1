import type { FieldSpec } from './form-types'

/** Why, for whoever confirms it. */
export const REASON_FIELD: FieldSpec = {
  name: 'reason',
  label: 'Reason',
  kind: 'lines',
  optional: true,
  hint: 'Another administrator and the history see it.',
}
