import { expect, test } from 'vitest'
import { failureOf, isClash } from './failure'

const adapter = (originalCode: string, message = '') =>
  Object.assign(new Error(message), { code: 'P2010', meta: { driverAdapterError: { cause: { originalCode } } } })
const coded = (code: string) => Object.assign(new Error(code), { code })
const response = (statusCode: number) => Object.assign(new Error('x'), { name: 'ResponseError', meta: { statusCode } })

test.each([
  ['a lost connection', adapter('57P01')],
  ['a server that starts', adapter('57P03')],
  ['a transaction that took too long', adapter('25P04')],
  ['a cancelled statement', adapter('57014')],
  ['too many connections', adapter('53300')],
  ['a deadlock after all retries', adapter('40P01')],
  ['a database that is not there', adapter('3D000')],
  ['no connection in time', coded('P2028')],
  ['nobody listens', coded('P1001')],
  ['a refused socket', coded('ECONNREFUSED')],
  ['a connection lost between two statements', new Error('Client has encountered a connection error and is not queryable')],
  ['search that does not answer', Object.assign(new Error('x'), { name: 'ConnectionError' })],
  ['search that fails', response(503)],
  ['search that has too much to do', response(429)],
  ['a failure wrapped in a sentence', new Error('NLG-1.xml was not handed over', { cause: coded('ECONNRESET') })],
  ['several of them', new AggregateError([coded('ECONNREFUSED'), adapter('57P01')])],
])('%s may be tried again', (_, error) => expect(failureOf(error)).toEqual({ kind: 'unavailable', isDiskFull: false }))

test.each([
  ['Postgres’s', adapter('53100')],
  ['the file system’s', coded('ENOSPC')],
  ['a quota’s', coded('EDQUOT')],
  ['one behind a sentence', new Error('not written', { cause: coded('ENOSPC') })],
])('a full disk is called so: %s', (_, error) => expect(failureOf(error)).toEqual({ kind: 'unavailable', isDiskFull: true }))

test.each([
  ['NUL', adapter('22021')],
  ['NUL in JSON', adapter('22P05')],
  ['half a surrogate pair in JSON', adapter('22P02', 'invalid input syntax for type json')],
])('%s is wrong input', (_, error) => expect(failureOf(error)).toEqual({ kind: 'input' }))

test.each([
  ['a constraint', adapter('23505')],
  ['a rule of the ledger', adapter('23514')],
  ['RAISE', adapter('P0001')],
  ['a malformed value', adapter('22P02', 'invalid input syntax for type uuid: "x"')],
  ['a statement that cannot be read', adapter('42601')],
  ['a missing right', adapter('42501')],
  ['a question search does not understand', response(400)],
  ['a slip in our code', new TypeError('x is not a function')],
  ['one failure among lost connections', new AggregateError([coded('ECONNREFUSED'), new RangeError('x')])],
  ['what is no error at all', 'x'],
  ['nothing', undefined],
  [
    'an error that is its own cause',
    (() => {
      const error = new Error('x')
      error.cause = error
      return error
    })(),
  ],
])('%s is final', (_, error) => expect(failureOf(error)).toEqual({ kind: 'bug' }))

test('only a deadlock or a serialization failure is worth beginning again at once', () => {
  expect([adapter('40P01'), adapter('40001'), coded('40P01')].map(isClash)).toEqual([true, true, true])
  expect([adapter('57P01'), coded('P2028'), coded('EPIPE'), null].map(isClash)).toEqual([false, false, false, false])
})
