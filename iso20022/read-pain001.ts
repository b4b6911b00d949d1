/** Payment files as a bank reads them. */

import { bicCountry } from '@/accounts/bic'
import { amountOf } from './amount'
import { controlSum, sameDecimal } from './control-sum'
import type { Creditor, CreditTransfer, Debtor, Payment, PaymentBlock } from './credit-transfer'
import { type Unreadable, unreadable } from './unreadable'
import { many, type Node, one, text } from './xml-node'
import { parseXml } from './xml-reader'

export type ReadTransfer = {
  kind: 'pain.001'
  /** As the namespace names it: "pain.001.001.03"; null when it names none. */
  version: string | null
  transfer: CreditTransfer
  /** What a bank refuses the whole file for (AM10): counts or sums that are not the real ones. */
  controlProblem: string | null
}

/** Reads a pain.001, of whatever version: they differ in the names of two elements. Reading what `buildPain001` wrote gives the values back, as far as they were written. Never throws. */
export function readPain001(bytes: Uint8Array): ReadTransfer | Unreadable {
  const root = parseXml(bytes)
  if ('reason' in root) return root
  const message = root.name === 'Document' ? one(root.node, 'CstmrCdtTrfInitn') : undefined
  const messageId = text(message, 'GrpHdr', 'MsgId')
  if (message === undefined || messageId === null) return unreadable('this is not a payment file (pain.001)')
  try {
    const blocks = many(message, 'PmtInf').map(block)
    const transfer = {
      messageId,
      createdAt: text(message, 'GrpHdr', 'CreDtTm') ?? '',
      initiatingParty: text(message, 'GrpHdr', 'InitgPty', 'Nm') ?? '',
      blocks,
    }
    return { kind: 'pain.001', version: versionOf(bytes), transfer, controlProblem: controlProblem(message, blocks) }
  } catch (error) {
    if (error instanceof Missing) return unreadable(error.message)
    throw error
  }
}

const HEAD_BYTES = 2_000

/** The namespace, under whatever prefix, in whatever encoding: its letters are ASCII in all that banks use, with zeros between them in UTF-16. */
function versionOf(bytes: Uint8Array): string | null {
  const head = String.fromCharCode(...bytes.subarray(0, HEAD_BYTES)).replaceAll('\0', '')
  return /=\s*["'][^"'<>]*(pain\.001\.001\.\d\d)["']/.exec(head)?.[1] ?? null
}

class Missing extends Error {}

function needed(node: Node | undefined, ...path: string[]): string {
  const found = text(node, ...path)
  if (found === null) throw new Missing(`${path.join('/')} is missing`)
  return found
}

function block(node: Node): PaymentBlock {
  const payments = many(node, 'CdtTrfTxInf').map(payment)
  return {
    paymentInformationId: needed(node, 'PmtInfId'),
    debtor: debtor(node),
    executionDate: text(node, 'ReqdExctnDt', 'Dt') ?? needed(node, 'ReqdExctnDt'),
    rail: text(node, 'PmtTpInf', 'SvcLvl', 'Cd') === 'SEPA' ? 'sepa' : 'swift',
    currency: payments[0]?.currency ?? '',
    batchBooking: text(node, 'BtchBookg') === 'true',
    salary: text(node, 'PmtTpInf', 'CtgyPurp', 'Cd') === 'SALA',
    payments,
  }
}

function debtor(node: Node): Debtor {
  const iban = text(node, 'DbtrAcct', 'Id', 'IBAN')
  const bic = bicOf(one(node, 'DbtrAgt')) ?? ''
  return {
    name: text(node, 'Dbtr', 'Nm') ?? '',
    account: iban ?? needed(node, 'DbtrAcct', 'Id', 'Othr', 'Id'),
    bic,
    ...place(one(node, 'Dbtr'), iban, bic),
  }
}

/** BICFI since version .04, BIC before. */
const bicOf = (agent: Node | undefined): string | null => text(agent, 'FinInstnId', 'BICFI') ?? text(agent, 'FinInstnId', 'BIC')

function payment(node: Node): Payment {
  const endToEndId = needed(node, 'PmtId', 'EndToEndId')
  const amount = amountOf(text(node, 'Amt', 'InstdAmt'), needed(node, 'Amt', 'InstdAmt', '@Ccy'))
  if (!amount) throw new Missing(`the amount of ${endToEndId} is not a number of its currency`)
  return {
    instructionId: text(node, 'PmtId', 'InstrId') ?? endToEndId,
    endToEndId,
    ...amount,
    creditor: creditor(node),
    remittance: text(node, 'RmtInf', 'Ustrd'),
  }
}

function creditor(node: Node): Creditor {
  const iban = text(node, 'CdtrAcct', 'Id', 'IBAN')
  const bic = bicOf(one(node, 'CdtrAgt'))
  // An account number without a BIC begins with its bank's national code, as it is stored.
  const bankCode = (bic === null && text(node, 'CdtrAgt', 'FinInstnId', 'ClrSysMmbId', 'MmbId')) || ''
  return {
    name: text(node, 'Cdtr', 'Nm') ?? '',
    account: iban ?? bankCode + needed(node, 'CdtrAcct', 'Id', 'Othr', 'Id'),
    accountKind: iban === null ? 'number' : 'iban',
    bic,
    ...place(one(node, 'Cdtr'), iban ?? text(node, 'CdtrAgt', 'FinInstnId', 'ClrSysMmbId', 'ClrSysId', 'Cd'), bic ?? ''),
  }
}

/** `named` is an IBAN or the name of a clearing system (GBDSC, USABA): both begin with their country. */
function place(party: Node | undefined, named: string | null, bic: string): { country: string; town?: string } {
  const town = text(party, 'PstlAdr', 'TwnNm')
  const country = text(party, 'PstlAdr', 'Ctry') ?? named?.slice(0, 2) ?? bicCountry(bic)
  return town === null ? { country } : { country, town }
}

function controlProblem(message: Node, blocks: readonly PaymentBlock[]): string | null {
  const levels = [
    { name: 'group header', node: one(message, 'GrpHdr'), payments: blocks.flatMap((each) => each.payments) },
    ...many(message, 'PmtInf').map((node, i) => ({
      name: `block ${blocks[i]?.paymentInformationId}`,
      node,
      payments: blocks[i]?.payments ?? [],
    })),
  ]
  for (const { name, node, payments } of levels) {
    const count = text(node, 'NbOfTxs')
    if (count !== null && count !== String(payments.length)) return `${name}: ${count} payments are announced, there are ${payments.length}`
    const sum = text(node, 'CtrlSum')
    const real = controlSum(payments)
    if (sum !== null && !sameDecimal(sum, real)) return `${name}: the control sum is ${sum}, the payments sum to ${real}`
  }
  return null
}
