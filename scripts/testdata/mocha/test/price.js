const assert = require('assert')
const { convert } = require('../chance.js')

describe('price', function () {
  for (const [currency, want] of [['eur', 1000], ['usd', 1090], ['¥en', 162300]]) {
    it(`converts ${currency}`, () => assert.strictEqual(convert(1000, currency), want))
  }
  describe('cart', function () {
    describe('with discount', function () {
      it('takes 10 %', () => assert.strictEqual(1359 - Math.floor(135.9), 1224))
      it('adds > up "quoted" & <escaped>', () => {})
    })
    it('rounds (fails)', () => assert.strictEqual(convert(333, 'usd'), 363))
    it('throws (fails)', () => convert(1, 'zzz'))
    it('message with \x1b[31mred\x1b[0m fails', () => { throw new Error('message with \x1b[31mred\x1b[0m, nul \x00, bell \x07, ]]> and <b>&amp;</b> 日本語 🦀') })
  })
  it.skip('is skipped', () => {})
  it('is to be written')
  it('skips inside', function () { this.skip() })
  it('times out (fails)', function (done) { this.timeout(20) })
  it('calls done twice (fails)', function (done) { done(); done() })
})

describe('with a broken set-up', function () {
  before(() => { throw new Error('database is not reachable: connect to db.test:5432 refused') })
  it('never runs', () => {})
})

describe('with a broken tear-down', function () {
  after(() => { throw new Error('1 handle leaked in teardown') })
  it('passes', () => {})
})
