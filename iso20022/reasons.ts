/** Reasons as banks give them: a code of the ISO 20022 lists, a code of their own, or only a text. */
import { codeOfText } from './reason-texts'
import { LINES_MAX, words } from './references'
import { many, type Node, text } from './xml-node'

export type Reason = { code: string | null; text: string | null }

/** The reasons of one level of a status report. */
export function statusReasons(node: Node | undefined): Reason[] {
  return many(node, 'StsRsnInf').map(reason).filter(isGiven)
}

/** Why a payment came back (`RtrInf`), or null when nothing says so. */
export function returnReason(transaction: Node): Reason | null {
  const information = many(transaction, 'RtrInf')[0]
  if (information === undefined) return null
  return reason(information)
}

function reason(node: Node): Reason {
  const texts = many(node, 'AddtlInf')
    .slice(0, LINES_MAX)
    .map((line) => text(line))
    .filter((line) => line !== null)
  const own = text(node, 'Rsn', 'Prtry')
  // A four-letter code under "proprietary" is a code of the ISO list in the wrong place, as some banks write it.
  const proprietaryCode = own !== null && /^[A-Z]{2}[A-Z0-9]{2}$/.test(own) ? own : null
  const said = words(...(proprietaryCode === null ? [own, ...texts] : texts))
  const code = text(node, 'Rsn', 'Cd') ?? proprietaryCode
  // NARR says no more than "read the text": where that can only mean one code, it is that.
  return { code: code === null || code === 'NARR' ? (codeOfText(said) ?? code) : code, text: said }
}

const isGiven = (given: Reason): boolean => given.code !== null || given.text !== null
