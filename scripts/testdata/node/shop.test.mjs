import assert from 'node:assert'
import { after, before, describe, it, test } from 'node:test'

test('converts', () => assert.equal(1000 * 109 / 100, 1090))
test('rounds (fails)', () => assert.equal(Math.floor(333 * 1.09), 363))
test('is skipped', { skip: 'needs the rate service' }, () => {})
test('is to be written', { todo: true })
test('expected failure', { todo: 'bug 17: negative prices' }, () => assert.equal(-2, -1))
test('with subtests', async (t) => {
  await t.test('one', () => {})
  await t.test('two (fails)', () => { throw new Error('message with \x1b[31mred\x1b[0m, nul \x00, bell \x07, ]]> and <b>&amp;</b> 日本語 🦀') })
})
test('escaped # hash \\ backslash', () => {})
test('leaves nothing', (t, done) => setTimeout(done, 5))
describe('cart', () => {
  describe('with discount', () => {
    it('takes 10 %', () => {})
    it('takes too much (fails)', () => assert.deepStrictEqual({ a: 1 }, { a: 2 }))
  })
  it('fills', () => console.log('some output'))
})
describe('with a broken set-up', () => {
  before(() => { throw new Error('database is not reachable: connect to db.test:5432 refused') })
  it('never runs', () => {})
})
describe('with a broken tear-down', () => {
  after(() => { throw new Error('1 handle leaked in teardown') })
  it('passes', () => {})
})
