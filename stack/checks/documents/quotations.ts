/**
 * A runbook quotes in italics what the product says, so that whoever sees the sentence finds the runbook. Each part of a quotation, between its
 * punctuation, its figures and what is left out ("…"), is in the sources. Case and the kind of apostrophe do not matter.
 */
import { AROUND_THE_PRODUCT } from '../folders'
import type { Checkout } from './checkout'
import type { Document } from './markdown'
import type { Problem } from './problem'

const ITALICS = /(?<![*\w])\*(?!\*)([^*]+)\*(?![*\w])/g
const BETWEEN_PARTS = /[…:;,.()“”"\d]+/

export function quotationProblems({ path, text }: Document, checkout: Checkout): Problem[] {
  if (!path.startsWith('docs/runbooks/')) return []
  const said = productText(checkout)
  return [...text.matchAll(ITALICS)].flatMap(({ index, 1: quotation = '' }) =>
    quotation
      .split(BETWEEN_PARTS)
      .map((part) => plain(part.replaceAll('`', '')).trim())
      .filter((part) => part !== '' && !said.includes(part))
      .map((part) => ({ line: text.slice(0, index).split('\n').length, what: `the product says nowhere "${part}"` })),
  )
}

const texts = new WeakMap<Checkout, string>()

/** All sources of the product without its tests, as one text. */
function productText(checkout: Checkout): string {
  const known = texts.get(checkout)
  if (known !== undefined) return known
  const sources = checkout.files.filter(
    (path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path) && !AROUND_THE_PRODUCT.includes(path.split('/')[0] ?? ''),
  )
  const text = sources.map((path) => plain(checkout.read(path))).join('\n')
  texts.set(checkout, text)
  return text
}

const plain = (text: string): string => text.toLowerCase().replaceAll('’', "'").replace(/\s+/g, ' ')
