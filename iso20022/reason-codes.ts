/** The banks' reason codes in plain words (ISO 20022 external code sets, status and return reasons). */

export type ReasonMeaning = {
  /** What happened, in one sentence. */
  meaning: string
  /** What to do next. */
  whatToDo: string
}

const LOOK_FOR_AN_EARLIER_ONE = 'Look for an earlier payment of this amount before you pay again.'
const ASK_THE_EMPLOYEE = 'Ask the employee for the account they use now, correct it in your payroll system, then import a new file.'
const ASK_THE_BANK = 'Ask your bank what is behind it before you pay again.'

const REPORT_FILE = 'Report it to your administrator: what PayLedger wrote into the file does not suit the bank.'

const KNOWN = {
  AC01: {
    meaning: 'The account number is wrong or missing.',
    whatToDo: 'Check the account with the employee, correct it in your payroll system, then import a new file.',
  },
  AC03: {
    meaning: "The employee's account number is not valid.",
    whatToDo: 'Check the account with the employee, correct it in your payroll system, then import a new file.',
  },
  AC04: { meaning: 'The account is closed.', whatToDo: ASK_THE_EMPLOYEE },
  AC06: {
    meaning: 'The account is blocked.',
    whatToDo: 'Ask the employee to settle it with their bank, or to give another account; then pay again.',
  },
  AG01: {
    meaning: 'This kind of account may not receive such a payment.',
    whatToDo: 'Ask the employee for a current account, correct it in your payroll system, then import a new file.',
  },
  AM04: { meaning: 'There was not enough money on the paying account.', whatToDo: 'Fund the account, then pay again.' },
  AM05: {
    meaning: 'The bank thinks it has already made this payment.',
    whatToDo: LOOK_FOR_AN_EARLIER_ONE,
  },
  AM10: {
    meaning: 'The control sum of the file does not match its payments.',
    whatToDo: 'Nothing of the file was paid. Report it to your administrator: the file was damaged or wrongly made.',
  },
  BE01: {
    meaning: 'The name does not match the owner of the account.',
    whatToDo: 'Check name and account with the employee: the name must be written as on the account.',
  },
  BE04: {
    meaning: "The employee's address is missing or wrong.",
    whatToDo: 'Complete the address (town and country at least) and pay again.',
  },
  CH03: { meaning: 'The execution date is too far ahead.', whatToDo: 'Release the payment again nearer to its pay date.' },
  CUST: {
    meaning: 'The payer cancelled the payment.',
    whatToDo: 'Find out who asked the bank to cancel it, and pay again if it was a mistake.',
  },
  DT01: { meaning: 'The execution date is not valid.', whatToDo: 'Choose a day the bank works on and pay again.' },
  DUPL: { meaning: 'The bank refused it as a duplicate.', whatToDo: LOOK_FOR_AN_EARLIER_ONE },
  FF01: {
    meaning: 'The bank could not read the file.',
    whatToDo: 'Nothing of the file was paid. Report it to your administrator with the bank’s text.',
  },
  FOCR: {
    meaning: 'The money came back because its recall was asked for.',
    whatToDo: 'Nothing, if the recall was yours; else find out who asked for it.',
  },
  MD07: { meaning: 'The account holder has died.', whatToDo: 'Do not pay again. Settle it with the heirs or the estate.' },
  MS02: {
    meaning: "The employee's side refused it without giving a reason.",
    whatToDo: 'Ask the employee; often the account is not the one they meant.',
  },
  MS03: {
    meaning: "The employee's bank refused it without giving a reason.",
    whatToDo: 'Ask the employee to check with their bank: it often stands for a closed or blocked account.',
  },
  NARR: { meaning: 'The bank gave its reason as a text only.', whatToDo: 'Read the text of the bank and act on it.' },
  RC01: {
    meaning: 'The bank identifier (BIC) is wrong.',
    whatToDo: 'Check the BIC with the employee, correct it in your payroll system, then import a new file.',
  },
  RR03: {
    meaning: "The employee's name or address is missing; regulation asks for it.",
    whatToDo: 'Complete name and address and pay again.',
  },
  RR04: { meaning: 'Refused for a regulatory reason.', whatToDo: `${ASK_THE_BANK} Banks may not say more in writing.` },
  TM01: { meaning: 'The file came after the cut-off time.', whatToDo: 'Pay again on the bank’s next working day, before its cut-off.' },
  AC02: {
    meaning: "The paying account's number is not valid.",
    whatToDo: 'Check the paying account with your administrator, then pay again.',
  },
  AC05: { meaning: 'The paying account is closed.', whatToDo: 'Choose another paying account with your administrator, then pay again.' },
  AC07: { meaning: "The employee's account is closed.", whatToDo: ASK_THE_EMPLOYEE },
  AC13: {
    meaning: "The employee's account is of a kind that this payment may not go to.",
    whatToDo: 'Ask the employee for a current account, correct it in your payroll system, then import a new file.',
  },
  AC14: {
    meaning: 'One of the accounts is of a kind that this payment does not allow.',
    whatToDo: 'Ask the employee for a current account, correct it in your payroll system, then import a new file.',
  },
  AC15: { meaning: 'The account has moved to another number.', whatToDo: ASK_THE_EMPLOYEE },
  AC16: {
    meaning: 'The account is blocked because of sanctions.',
    whatToDo: 'Do not pay again. Pass it on to whoever answers for compliance.',
  },
  AG02: { meaning: 'The bank does not know this kind of payment.', whatToDo: REPORT_FILE },
  AG03: { meaning: 'This kind of payment is not supported by the bank.', whatToDo: REPORT_FILE },
  AG07: {
    meaning: "The employee's bank could not deliver the payment.",
    whatToDo: 'Check account and bank with the employee, then pay again.',
  },
  AM01: { meaning: 'The amount is zero.', whatToDo: 'Check the amount in the payroll program and pay the right one.' },
  AM02: {
    meaning: 'The amount is above what the bank or the account allows.',
    whatToDo: 'Ask your bank for the limit; split the payment or have the limit raised.',
  },
  AM03: { meaning: 'The bank does not pay in this currency.', whatToDo: 'Choose another currency or another paying account.' },
  AM06: { meaning: 'The amount is below what the bank pays out.', whatToDo: 'Check the amount; pay it together with the next one.' },
  AM07: { meaning: 'The bank has blocked this amount.', whatToDo: ASK_THE_BANK },
  AM09: { meaning: 'The amount is not the one agreed.', whatToDo: 'Compare it with the run, then ask your bank.' },
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
    whatToDo: 'Have the limit raised, or wait until it is free again; then pay again.',
  },
  ARDT: { meaning: 'The payment had been returned already.', whatToDo: 'Look for the earlier return of this payment.' },
  BE05: { meaning: 'The bank does not know who sent the file.', whatToDo: REPORT_FILE },
  BE06: {
    meaning: 'The bank does not know the employee as its customer.',
    whatToDo: 'Check name, bank and account with the employee, correct them and pay again.',
  },
  BE07: {
    meaning: "The payer's address is missing or wrong.",
    whatToDo: "Have the company's address corrected by your administrator, then pay again.",
  },
  BE10: {
    meaning: "The payer's country is missing or not valid.",
    whatToDo: "Have the company's address corrected by your administrator, then pay again.",
  },
  BE11: { meaning: "The employee's country is missing or not valid.", whatToDo: 'Correct the country and pay again.' },
  BE16: { meaning: "The payer's identification is missing or not valid.", whatToDo: REPORT_FILE },
  BE17: { meaning: "The employee's identification is missing or not valid.", whatToDo: 'Complete it with the employee and pay again.' },
  BE22: { meaning: "The employee's name is missing.", whatToDo: 'Complete the name and pay again.' },
  CNOR: {
    meaning: "The employee's bank is not registered for this kind of payment.",
    whatToDo: 'Check the BIC with the employee; another bank or another way of payment is needed.',
  },
  CURR: { meaning: 'The currency of the payment is wrong.', whatToDo: 'Correct the currency and pay again.' },
  CUTA: { meaning: 'The payment was cancelled after the bank looked into it.', whatToDo: ASK_THE_BANK },
  DNOR: { meaning: 'The paying bank is not registered for this kind of payment.', whatToDo: REPORT_FILE },
  DS02: { meaning: 'A signature that the order needs is missing.', whatToDo: 'Have the file signed at the bank, then pay again.' },
  DS0H: {
    meaning: 'The person who signed may not sign for this account.',
    whatToDo: 'Have the file signed by someone who may, then pay again.',
  },
  DU01: {
    meaning: 'The bank has had a file with this id before.',
    whatToDo: 'Look whether the earlier file was paid before you pay again.',
  },
  DU02: { meaning: 'The bank has had this group of payments before.', whatToDo: LOOK_FOR_AN_EARLIER_ONE },
  DU03: { meaning: 'The bank has had this payment before.', whatToDo: LOOK_FOR_AN_EARLIER_ONE },
  DU04: { meaning: 'The bank has had a payment with this end-to-end id before.', whatToDo: LOOK_FOR_AN_EARLIER_ONE },
  DU05: { meaning: 'The bank has had a payment with this instruction id before.', whatToDo: LOOK_FOR_AN_EARLIER_ONE },
  ED05: { meaning: 'The payment could not be settled between the banks.', whatToDo: ASK_THE_BANK },
  ERIN: { meaning: 'The bank does not support an option that was asked for.', whatToDo: REPORT_FILE },
  FF03: { meaning: 'The kind of payment is missing or not valid.', whatToDo: REPORT_FILE },
  FF05: { meaning: 'The kind of payment is not valid for this account.', whatToDo: REPORT_FILE },
  FR01: { meaning: 'The payment was made by fraud.', whatToDo: 'Do not pay again. Pass it on to whoever answers for security.' },
  FRAD: { meaning: 'The payment is taken for fraud.', whatToDo: 'Do not pay again. Pass it on to whoever answers for security.' },
  MD01: { meaning: 'There is no mandate for this.', whatToDo: ASK_THE_BANK },
  NOAS: { meaning: 'The account holder did not answer.', whatToDo: 'Ask the employee to speak with their bank.' },
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
    meaning: "The payer's account or identification is missing; regulation asks for it.",
    whatToDo: 'Have it completed by your administrator, then pay again.',
  },
  RR02: {
    meaning: "The payer's name or address is missing; regulation asks for it.",
    whatToDo: 'Have it completed by your administrator, then pay again.',
  },
  RR05: {
    meaning: 'Details that regulation asks for are missing.',
    whatToDo: 'Ask your bank which they are, complete them and pay again.',
  },
  RR06: { meaning: 'Tax details are missing or wrong.', whatToDo: 'Complete them and pay again.' },
  RR12: { meaning: 'An identification that regulation asks for is missing or wrong.', whatToDo: 'Complete it and pay again.' },
  SL01: { meaning: 'The paying account has a service at the bank that forbids this payment.', whatToDo: ASK_THE_BANK },
  SL02: {
    meaning: "The employee's account has a service at its bank that forbids this payment.",
    whatToDo: 'Ask the employee to speak with their bank, or for another account.',
  },
  SL11: {
    meaning: "The employee's bank does not accept payments from this payer.",
    whatToDo: 'Ask the employee to speak with their bank, or for another account.',
  },
  TECH: {
    meaning: 'The bank could not carry it out for technical reasons.',
    whatToDo: 'Ask your bank whether it was paid before you pay again.',
  },
  UPAY: { meaning: 'The payment was not due.', whatToDo: 'Nothing, if the money shall stay with you; else find out what was meant.' },
} satisfies Record<string, ReasonMeaning>

/** The codes of our list. */
export type KnownReason = keyof typeof KNOWN
const MEANINGS: Readonly<Record<string, ReasonMeaning>> = KNOWN

/** A bank's reason code in plain words. A code outside our list is said to be that, with the bank's own text as the best there is. */
export function reasonMeaning(code: string): ReasonMeaning {
  const known = Object.hasOwn(MEANINGS, code) ? MEANINGS[code] : undefined
  return (
    known ?? {
      meaning: `The bank gave the reason ${code}, which is not in our list.`,
      whatToDo: `See the text of the bank, if there is one. ${ASK_THE_BANK}`,
    }
  )
}

/** Whether the code alone says why; else the bank's own text is needed too. */
export const explainsItself = (code: string): boolean => Object.hasOwn(MEANINGS, code) && code !== 'NARR'
