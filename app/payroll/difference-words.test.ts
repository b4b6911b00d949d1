import { describe, expect, it } from 'vitest'
import { countDifferenceWords, shareWords } from './difference-words'

describe('differences to the run before', () => {
  it.each([
    ['1019', '1000', '+1.9 %'],
    ['996', '1000', '−0.4 %'],
    ['1380', '1000', '+38.0 %'],
    ['0', '1000', '−100.0 %'],
    ['1000', '1000', 'same'],
    ['100001', '100000', '+ less than 0.1 %'],
    ['20015', '10000', '+100.2 %'],
    ['90071992547409930', '90071992547409920', '+ less than 0.1 %'],
  ])('%s after %s is %s', (now, before, words) => {
    expect(shareWords(now, before)).toBe(words)
  })

  it('says nothing where there is nothing to compare with', () => {
    expect(shareWords('100', null)).toBeNull()
    expect(shareWords('100', '0')).toBeNull()
  })

  it('counts people with their sign', () => {
    expect([countDifferenceWords(412, 406), countDifferenceWords(4, 6), countDifferenceWords(4, 4)]).toEqual(['+6', '−2', 'same number'])
    expect(countDifferenceWords(1, 100_000)).toBe('−99,999')
  })
})
