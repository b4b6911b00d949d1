import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { plainJson, plainText, plainTextProblem, textProblems } from './plain-text'

describe('what may not stand in the ledger is found', () => {
  it.each([
    ['a\0b', 'a NUL byte'],
    ['\ud83d', 'half of a character, such as an emoji that was cut'],
    ['x\ude00y', 'half of a character, such as an emoji that was cut'],
    ['bell\u0007', 'a control character or invisible mark'],
    ['nel\u0085', 'a control character or invisible mark'],
    ['001-\u202e200', 'a control character or invisible mark'],
    ['\uffff', 'a control character or invisible mark'],
  ])('%j', (text, problem) => expect(plainTextProblem(text)).toBe(problem))

  it.each(['Müller 😀', 'two\nlines\tand a tab\r\n', '\u200fمحمد', '👨‍👩‍👧', ''])('%j is fine', (text) => {
    expect(plainTextProblem(text)).toBeNull()
    expect(plainText(text)).toBe(text)
  })

  it('by its field, however deep, and a deep input does not break the search', () => {
    expect(textProblems({ a: 'fine', b: { c: ['fine', 'x\0'] } })).toEqual([
      { field: 'b.c.1', reason: 'This contains a NUL byte. Type it again.' },
    ])
    let deep: unknown = 'x\ud800'
    for (let i = 0; i < 20_000; i++) deep = [deep]
    expect(textProblems(deep)).toHaveLength(1)
  })
})

it('what nobody can be asked about is cleaned in one way, and keeps its length', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) }), (text) => {
      const plain = plainText(text)
      expect(plainTextProblem(plain)).toBeNull()
      expect(plain.isWellFormed()).toBe(true)
      expect(plain).toHaveLength(text.length)
      expect(plainText(plain)).toBe(plain)
      expect(JSON.parse(plainJson({ text }))).toEqual({ text: plain })
    }),
  )
  // Six letters that only look like an escape.
  expect(JSON.parse(plainJson(['\\u0000']))).toEqual(['\\u0000'])
})
