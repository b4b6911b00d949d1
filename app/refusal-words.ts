/** Why the bank did not pay, or sent the money back, and what to do next: the same words on every desk. */
import { ASK_THE_BANK, reasonMeaning } from '@/iso20022/reason-codes'

/** `text` is the bank's own. A reason without a code is said by its text. */
export function refusalWords(code: string | null, text: string | null): { title: string; whatToDo: string } {
  const said = text ? `The bank’s own words: “${text}”. ` : ''
  if (code === null && text === null) return { title: 'it gave no reason.', whatToDo: ASK_THE_BANK }
  if (code === null) return { title: 'it gave its reason in its own words only.', whatToDo: `${said}${reasonMeaning('NARR').whatToDo}` }
  const { meaning, whatToDo } = reasonMeaning(code)
  return { title: `${meaning.charAt(0).toLowerCase()}${meaning.slice(1).replace(/\.$/, '')} (${code}).`, whatToDo: `${said}${whatToDo}` }
}
