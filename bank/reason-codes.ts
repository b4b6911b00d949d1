/** The banks' reason codes in plain words (ISO 20022 external code sets, status and return reasons). */

export type ReasonMeaning = {
  /** What happened, in one sentence. */
  meaning: string
  /** What to do next. */
  whatToDo: string
}

const ASK_THE_EMPLOYEE = 'Ask the employee for the account they use now, correct it and pay again.'
const ASK_THE_BANK = 'Ask your bank what is behind it before you pay again.'

const MEANINGS: Readonly<Record<string, ReasonMeaning>> = {
  AC01: { meaning: 'The account number is wrong or missing.', whatToDo: 'Check the account with the employee, correct it and pay again.' },
  AC03: {
    meaning: "The employee's account number is not valid.",
    whatToDo: 'Check the account with the employee, correct it and pay again.',
  },
  AC04: { meaning: 'The account is closed.', whatToDo: ASK_THE_EMPLOYEE },
  AC06: {
    meaning: 'The account is blocked.',
    whatToDo: 'Ask the employee to settle it with their bank, or to give another account; then pay again.',
  },
  AG01: {
    meaning: 'This kind of account may not receive such a payment.',
    whatToDo: 'Ask the employee for a current account, correct it and pay again.',
  },
  AM04: { meaning: 'There was not enough money on the paying account.', whatToDo: 'Fund the account, then pay again.' },
  AM05: {
    meaning: 'The bank takes this for a payment it has made already.',
    whatToDo: 'Look for an earlier payment of this amount before you pay again.',
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
  DUPL: { meaning: 'The bank refused it as a duplicate.', whatToDo: 'Look for an earlier payment of this amount before you pay again.' },
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
  RC01: { meaning: 'The bank identifier (BIC) is wrong.', whatToDo: 'Check the BIC with the employee, correct it and pay again.' },
  RR03: {
    meaning: "The employee's name or address is missing; regulation asks for it.",
    whatToDo: 'Complete name and address and pay again.',
  },
  RR04: { meaning: 'Refused for a regulatory reason.', whatToDo: `${ASK_THE_BANK} Banks may not say more in writing.` },
  TM01: { meaning: 'The file came after the cut-off time.', whatToDo: 'Pay again on the next day the bank works, before its cut-off.' },
}

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
