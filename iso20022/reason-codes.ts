/** The banks' reason codes in plain words (ISO 20022 external code sets, status and return reasons). */

export type ReasonMeaning = {
  /** As short as a table needs it, for the codes that are met most often. */
  short?: string
  /** What happened, in one sentence. */
  meaning: string
  /** What to do next. */
  whatToDo: string
}

const LOOK_FOR_AN_EARLIER_ONE = 'Look for an earlier payment of this amount before you pay again.'
const ASK_THE_EMPLOYEE = 'Ask the employee for the account they use now, correct it in your payroll system, then import a new file.'
export const ASK_THE_BANK = 'Ask your bank for the reason before you pay again.'

const REPORT_FILE = 'Report it to your administrator: the bank does not accept what PayLedger wrote into the file.'

const KNOWN = {
  AC01: {
    short: 'account number wrong',
    meaning: 'The account number is wrong or missing.',
    whatToDo: 'Check the account with the employee, correct it in your payroll system, then import a new file.',
  },
  AC03: {
    short: 'account invalid',
    meaning: "The employee's account number is not valid.",
    whatToDo: 'Check the account with the employee, correct it in your payroll system, then import a new file.',
  },
  AC04: { short: 'account closed', meaning: 'The account is closed.', whatToDo: ASK_THE_EMPLOYEE },
  AC06: {
    short: 'account blocked',
    meaning: 'The account is blocked.',
    whatToDo: 'Ask the employee to sort it out with their bank or to give you another account, then pay again.',
  },
  AG01: {
    short: 'not allowed on this account',
    meaning: 'This kind of account cannot receive this payment.',
    whatToDo: 'Ask the employee for a current account, correct it in your payroll system, then import a new file.',
  },
  AM04: {
    short: 'insufficient funds',
    meaning: 'The paying account did not have enough money.',
    whatToDo: 'Fund the account, then pay again.',
  },
  AM05: {
    short: 'duplicate',
    meaning: 'The bank thinks it has already made this payment.',
    whatToDo: LOOK_FOR_AN_EARLIER_ONE,
  },
  AM10: {
    short: 'control sum wrong',
    meaning: 'The control sum of the file does not match its payments.',
    whatToDo: 'Nothing in the file was paid. Report it to your administrator: the file is damaged or was not made correctly.',
  },
  BE01: {
    short: 'name does not match',
    meaning: 'The name does not match the account holder.',
    whatToDo: 'Check name and account with the employee. The name must be the same as on the account.',
  },
  BE04: {
    short: 'address wrong',
    meaning: "The employee's address is missing or wrong.",
    whatToDo: 'Complete the address (at least town and country), then pay again.',
  },
  CH03: { meaning: 'The execution date is too far ahead.', whatToDo: 'Pay again closer to the pay date.' },
  CUST: {
    meaning: 'The payer cancelled the payment.',
    whatToDo: 'Find out who asked the bank to cancel it. If it was a mistake, pay again.',
  },
  DT01: { meaning: 'The execution date is not valid.', whatToDo: 'Choose a bank working day, then pay again.' },
  DUPL: { short: 'duplicate', meaning: 'The bank refused the payment as a duplicate.', whatToDo: LOOK_FOR_AN_EARLIER_ONE },
  FF01: {
    meaning: 'The bank could not read the file.',
    whatToDo: 'Nothing in the file was paid. Report it to your administrator with the bank’s own words.',
  },
  FOCR: {
    meaning: 'The money came back because someone asked for its recall.',
    whatToDo: 'If you asked for the recall, do nothing. Otherwise find out who did.',
  },
  MD07: { meaning: 'The account holder has died.', whatToDo: 'Do not pay again. Contact the heirs or the estate.' },
  MS02: {
    short: 'no reason given',
    meaning: 'The employee or their bank refused it without giving a reason.',
    whatToDo: 'Ask the employee. Often it is the wrong account.',
  },
  MS03: {
    short: 'no reason given',
    meaning: "The employee's bank refused it without giving a reason.",
    whatToDo: 'Ask the employee to check with their bank. Often the account is closed or blocked.',
  },
  NARR: { meaning: 'The bank gave its reason in its own words only.', whatToDo: 'Read the bank’s own words and act on them.' },
  RC01: {
    short: 'bank identifier wrong',
    meaning: 'The bank identifier (BIC) is wrong.',
    whatToDo: 'Check the BIC with the employee, correct it in your payroll system, then import a new file.',
  },
  RR03: {
    meaning: "The employee's name or address is missing, and regulation requires it.",
    whatToDo: 'Complete name and address, then pay again.',
  },
  RR04: { meaning: 'Refused for a regulatory reason.', whatToDo: `${ASK_THE_BANK} Banks are often not allowed to say more in writing.` },
  TM01: {
    short: 'after cut-off',
    meaning: 'The file reached the bank after the cut-off time.',
    whatToDo: 'Pay again on the next bank working day, before the cut-off.',
  },
  AC02: {
    meaning: "The paying account's number is not valid.",
    whatToDo: 'Check the paying account with your administrator, then pay again.',
  },
  AC05: { meaning: 'The paying account is closed.', whatToDo: 'Choose another paying account with your administrator, then pay again.' },
  AC07: { meaning: "The employee's account is closed.", whatToDo: ASK_THE_EMPLOYEE },
  AC13: {
    meaning: "The employee's kind of account cannot receive this payment.",
    whatToDo: 'Ask the employee for a current account, correct it in your payroll system, then import a new file.',
  },
  AC14: {
    meaning: 'One of the two kinds of account is not allowed for this payment.',
    whatToDo: 'Ask the employee for a current account, correct it in your payroll system, then import a new file.',
  },
  AC15: { meaning: 'The account has moved to another number.', whatToDo: ASK_THE_EMPLOYEE },
  AC16: {
    meaning: 'The account is blocked because of sanctions.',
    whatToDo: 'Do not pay again. Report it to your compliance department.',
  },
  AG02: { meaning: 'The bank does not know this kind of payment.', whatToDo: REPORT_FILE },
  AG03: { meaning: 'This kind of payment is not supported by the bank.', whatToDo: REPORT_FILE },
  AG07: {
    meaning: "The employee's bank could not deliver the payment.",
    whatToDo: 'Check account and bank with the employee, then pay again.',
  },
  AM01: { meaning: 'The amount is zero.', whatToDo: 'Check the amount in your payroll system, then pay the correct amount.' },
  AM02: {
    meaning: 'The amount is above what the bank or the account allows.',
    whatToDo: 'Ask your bank for the limit. Then split the payment, or have the limit raised.',
  },
  AM03: { meaning: 'The bank does not pay in this currency.', whatToDo: 'Choose another currency or another paying account.' },
  AM06: {
    meaning: 'The amount is below what the bank pays out.',
    whatToDo: 'Check the amount. If it is right, pay it together with the next payment.',
  },
  AM07: { meaning: 'The bank has blocked this amount.', whatToDo: ASK_THE_BANK },
  AM09: { meaning: 'The amount is not the agreed amount.', whatToDo: 'Compare it with the run, then ask your bank.' },
  AM11: { meaning: 'The currency is missing or not valid.', whatToDo: REPORT_FILE },
  AM12: { meaning: 'The amount is missing or not valid.', whatToDo: REPORT_FILE },
  AM14: {
    meaning: 'The amount is above the limit agreed with the bank.',
    whatToDo: 'Ask your bank to raise the limit, or split the payment.',
  },
  AM21: {
    meaning: 'The amount is above the limit agreed with the bank.',
    whatToDo: 'Ask your bank to raise the limit, or split the payment.',
  },
  AM23: {
    meaning: "The paying account's limit is used up.",
    whatToDo: 'Have the limit raised or wait until it is free again, then pay again.',
  },
  ARDT: { meaning: 'The payment had already been returned.', whatToDo: 'Look for the earlier return of this payment.' },
  BE05: { meaning: 'The bank does not know who sent the file.', whatToDo: REPORT_FILE },
  BE06: {
    meaning: 'The bank does not know the employee as its customer.',
    whatToDo: 'Check name, bank and account with the employee, correct them, then pay again.',
  },
  BE07: {
    meaning: "The payer's address is missing or wrong.",
    whatToDo: "Have the company's address corrected by your administrator, then pay again.",
  },
  BE10: {
    meaning: "The payer's country is missing or not valid.",
    whatToDo: "Have the company's address corrected by your administrator, then pay again.",
  },
  BE11: { meaning: "The employee's country is missing or not valid.", whatToDo: 'Correct the country, then pay again.' },
  BE16: { meaning: "The payer's identification is missing or not valid.", whatToDo: REPORT_FILE },
  BE17: { meaning: "The employee's identification is missing or not valid.", whatToDo: 'Complete it with the employee, then pay again.' },
  BE22: { meaning: "The employee's name is missing.", whatToDo: 'Complete the name, then pay again.' },
  CNOR: {
    meaning: "The employee's bank is not registered for this kind of payment.",
    whatToDo: 'Check the BIC with the employee. If it is right, you need another bank account or another way to pay.',
  },
  CURR: { meaning: 'The currency of the payment is wrong.', whatToDo: 'Correct the currency, then pay again.' },
  CUTA: { meaning: 'The bank cancelled the payment after an investigation.', whatToDo: ASK_THE_BANK },
  DNOR: { meaning: 'The paying bank is not registered for this kind of payment.', whatToDo: REPORT_FILE },
  DS02: { meaning: 'A required signature is missing.', whatToDo: 'Have the file signed at the bank, then pay again.' },
  DS0H: {
    meaning: 'The person who signed is not allowed to sign for this account.',
    whatToDo: 'Have the file signed by someone who is allowed to, then pay again.',
  },
  DU01: {
    meaning: 'The bank has already received a file with this id.',
    whatToDo: 'Check whether the earlier file was paid before you pay again.',
  },
  DU02: { meaning: 'The bank has already received this group of payments.', whatToDo: LOOK_FOR_AN_EARLIER_ONE },
  DU03: { meaning: 'The bank has already received this payment.', whatToDo: LOOK_FOR_AN_EARLIER_ONE },
  DU04: { meaning: 'The bank has already received a payment with this end-to-end id.', whatToDo: LOOK_FOR_AN_EARLIER_ONE },
  DU05: { meaning: 'The bank has already received a payment with this instruction id.', whatToDo: LOOK_FOR_AN_EARLIER_ONE },
  ED05: { meaning: 'The payment could not be settled between the banks.', whatToDo: ASK_THE_BANK },
  ERIN: { meaning: 'The bank does not support an option in the file.', whatToDo: REPORT_FILE },
  FF03: { meaning: 'The kind of payment is missing or not valid.', whatToDo: REPORT_FILE },
  FF05: { meaning: 'The kind of payment is not valid for this account.', whatToDo: REPORT_FILE },
  FR01: { meaning: 'The payment was fraudulent.', whatToDo: 'Do not pay again. Report it to your security department.' },
  FRAD: { meaning: 'The bank suspects fraud.', whatToDo: 'Do not pay again. Report it to your security department.' },
  MD01: { meaning: 'There is no mandate for this payment.', whatToDo: ASK_THE_BANK },
  NOAS: { meaning: 'The account holder did not answer.', whatToDo: 'Ask the employee to speak to their bank.' },
  RC03: {
    meaning: "The paying bank's identifier is not valid.",
    whatToDo: 'Have the paying account checked by your administrator, then pay again.',
  },
  RC04: {
    meaning: "The employee's bank identifier (BIC) is not valid.",
    whatToDo: 'Check the BIC with the employee, correct it in your payroll system, then import a new file.',
  },
  RC07: {
    meaning: "The employee's bank identifier (BIC) is not valid.",
    whatToDo: 'Check the BIC with the employee, correct it in your payroll system, then import a new file.',
  },
  RF01: {
    meaning: "The payment's reference is not unique.",
    whatToDo: 'Look for an earlier payment under this reference before you pay again.',
  },
  RR01: {
    meaning: "The payer's account or identification is missing, and regulation requires it.",
    whatToDo: 'Have it completed by your administrator, then pay again.',
  },
  RR02: {
    meaning: "The payer's name or address is missing, and regulation requires it.",
    whatToDo: 'Have it completed by your administrator, then pay again.',
  },
  RR05: {
    meaning: 'Details that regulation requires are missing.',
    whatToDo: 'Ask your bank which details are missing, complete them, then pay again.',
  },
  RR06: { meaning: 'Tax details are missing or wrong.', whatToDo: 'Complete them, then pay again.' },
  RR12: { meaning: 'An identification that regulation requires is missing or wrong.', whatToDo: 'Complete it, then pay again.' },
  SL01: { meaning: 'A service on the paying account blocks this payment.', whatToDo: ASK_THE_BANK },
  SL02: {
    meaning: "A service on the employee's account blocks this payment.",
    whatToDo: 'Ask the employee to speak to their bank, or to give you another account.',
  },
  SL11: {
    meaning: "The employee's bank does not accept payments from this payer.",
    whatToDo: 'Ask the employee to speak to their bank, or to give you another account.',
  },
  TECH: {
    meaning: 'The bank could not make the payment for technical reasons.',
    whatToDo: 'Ask your bank whether it was paid before you pay again.',
  },
  UPAY: {
    meaning: 'The payment was not due.',
    whatToDo: 'If the money should stay with you, do nothing. Otherwise ask the employee or the bank what they meant.',
  },
} satisfies Record<string, ReasonMeaning>

/** The codes of our list. */
export type KnownReason = keyof typeof KNOWN
const MEANINGS: Readonly<Record<string, ReasonMeaning>> = KNOWN

/** A bank's reason code in plain words. A code outside our list is said to be that, with the bank's own text as the best there is. */
export function reasonMeaning(code: string): ReasonMeaning {
  const known = Object.hasOwn(MEANINGS, code) ? MEANINGS[code] : undefined
  return (
    known ?? {
      meaning: `The bank gave the reason ${code}, which PayLedger does not know.`,
      whatToDo: `Read the bank’s own words, if there are any. ${ASK_THE_BANK}`,
    }
  )
}

/** Whether the code alone says why; else the bank's own text is needed too. */
export const explainsItself = (code: string): boolean => Object.hasOwn(MEANINGS, code) && code !== 'NARR'
