import { handle } from '@/app/http/handle'
import { checkInBackground } from '@/app/http/imports/check-in-background'
import { byId } from '@/app/http/inputs'

/** Begins the check, or begins it again where it was broken off. */
export const POST = handle({ permission: 'runs:prepare', params: byId }, async (context) => {
  const begun = await checkInBackground(context, context.params.id)
  return context.answer(
    begun.result.ok
      ? { ...begun, result: { ok: true as const, value: { id: context.params.id, state: 'checking' } } }
      : { ...begun, result: begun.result },
  )
})
