import { redirect } from 'next/navigation'
import { homeOf } from './desks'
import { signedIn } from './signed-in'

/** Leads to the desk where this person works. */
export default async function StartPage(): Promise<never> {
  redirect(homeOf(await signedIn()))
}
