import { expect, it } from 'vitest'
import { needingWords } from './needing-words'

it.each([
  [['A'], 'After that A has fewer'],
  [['A', 'B'], 'After that A and B have fewer'],
  [['A', 'B', 'C'], 'After that A, B and C have fewer'],
  [['A', 'B', 'C', 'D', 'E'], 'After that A, B, C and 2 more have fewer'],
])('%s', (companies, begins) => expect(needingWords(companies)).toContain(begins))
