import { z } from 'zod'
import { checkBegun } from '@/app/http/answers/import'
import { route } from '@/app/http/handle'
import { checkInBackground } from '@/app/http/imports/check-in-background'
import { byId } from '@/app/http/inputs'

/** `severalLines`: whether each line of a person is paid; as it was where nothing is said. */
const body = z.object({ severalLines: z.boolean().optional() })

/** Begins the check, or begins it again where it was broken off. */
export const POST = route(
  { permission: 'runs:prepare', params: byId, body, response: checkBegun, errors: ['wrong-state'] },
  async (context) => {
    const begun = await checkInBackground(context, context.params.id, null, context.body.severalLines)
    return context.answer(
      begun.result.ok
        ? { ...begun, result: { ok: true as const, value: { id: context.params.id, state: 'checking' as const } } }
        : { ...begun, result: begun.result },
    )
  },
)
