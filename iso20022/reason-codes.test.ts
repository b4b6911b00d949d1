import { expect, it } from 'vitest'
import { reasonMeaning } from './reason-codes'

it.each(
  'AC01 AC02 AC03 AC04 AC06 AG01 AM04 AM05 AM10 BE01 BE04 CH03 CUST DT01 DUPL FF01 FOCR MD07 MS02 MS03 NARR RC01 RR03 RR04 TM01'.split(' '),
)('%s is said in plain words', (code) => {
  const { meaning, whatToDo } = reasonMeaning(code)
  expect(meaning).not.toContain(code)
  expect(whatToDo).toMatch(/\.$/)
})

it.each(['ZZ99', 'constructor', ''])('an unknown code (%s) is said to be unknown', (code) =>
  expect(reasonMeaning(code).meaning).toContain('which PayLedger does not know'),
)
