/** Reasons that banks give as a text only, where the text can only mean one code. Anything else stays a text. */
import type { KnownReason } from './reason-codes'

/** The names of the codes in the ISO 20022 lists and the banks' usual words for them, as `plain` writes them. Of codes that we can explain only. */
const TEXTS: Readonly<Partial<Record<KnownReason, readonly string[]>>> = {
  AC01: [
    'incorrect account number',
    'account number incorrect',
    'incorrectaccountnumber',
    'account identifier incorrect',
    'kontonummer falsch',
  ],
  AC03: ['invalid creditor account number', 'invalidcreditoraccountnumber', 'creditor account invalid'],
  AC04: [
    'closed account number',
    'closedaccountnumber',
    'account closed',
    'closed account',
    'konto geschlossen',
    'konto erloschen',
    'compte clôturé',
  ],
  AC06: ['blocked account', 'blockedaccount', 'account blocked', 'konto gesperrt', 'compte bloqué'],
  AG01: ['transaction forbidden', 'transactionforbidden'],
  AM04: ['insufficient funds', 'insufficientfunds', 'konto nicht gedeckt'],
  AM05: ['duplication', 'duplicate payment', 'duplicate entry', 'duplicate', 'doppelte zahlung'],
  BE01: ['inconsistent with end customer', 'inconsistentwithendcustomer', 'name and account do not match', 'name does not match account'],
  BE04: ['missing creditor address', 'missingcreditoraddress'],
  DU01: [
    'duplicate message',
    'duplicate message id',
    'duplicate message identification',
    'duplicate msgid',
    'message id is not unique',
    'duplicate file',
    'file already received',
    'file already processed',
    'message already received',
    'doppelte datei',
    'doppelte nachricht',
    'datei bereits eingereicht',
    'datei bereits verarbeitet',
    'fichier en double',
  ],
  DU02: ['duplicate payment information id', 'duplicate payment information identification'],
  FOCR: ['following cancellation request', 'followingcancellationrequest'],
  MD07: ['end customer deceased', 'endcustomerdeceased', 'account holder deceased', 'beneficiary deceased'],
  MS02: ['not specified reason customer generated', 'notspecifiedreasoncustomergenerated', 'refused by customer'],
  MS03: ['not specified reason agent generated', 'notspecifiedreasonagentgenerated', 'reason not specified'],
  RC01: ['bank identifier incorrect', 'bankidentifierincorrect'],
  RR04: ['regulatory reason', 'regulatoryreason'],
}

const CODES = new Map(Object.entries(TEXTS).flatMap(([code, texts]) => texts.map((text) => [text, code] as const)))
/** "AC04", "AC04 Account closed", "RETURN AC04": a code that stands by itself at the beginning. */
const LEADING = new RegExp(
  `^(?:RETURN|RETOURE|RUECKGABE|RÜCKGABE|REASON|GRUND)?[\\s:/-]*(${Object.keys(TEXTS).join('|')})(?![A-Za-z0-9])`,
  'u',
)

/** The code that a text is another word for, or null. */
export function codeOfText(text: string | null): string | null {
  if (text === null) return null
  return LEADING.exec(text.trim())?.[1] ?? CODES.get(plain(text)) ?? null
}

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[\s\-_,/]+/g, ' ')
    .replace(/[.!]+$/, '')
    .trim()
