const { expect, test } = require('@playwright/test')
const { convert, fails } = require('../chance.js')

test.describe('price', () => {
  for (const [currency, want] of [['eur', 1000], ['¥en', 162300]]) {
    test(`converts ${currency}`, () => expect(convert(1000, currency)).toBe(want))
  }
  test.describe('cart', () => {
    test('rounds (fails)', () => expect(convert(333, 'usd')).toBe(363))
    test('has two failed assertions', () => {
      expect.soft(1).toBe(2)
      expect.soft('a').toBe('b')
    })
  })
})

test('flaky sometimes', ({}, info) => {
  console.log('attempt', info.retry + 1)
  expect(fails('flaky_sometimes', 300, info.retry + 1), 'row is missing from orders.db').toBe(false)
})
test('flaky often', ({}, info) => expect(fails('flaky_often', 500, info.retry + 1) ? 'cba' : 'abc').toBe('abc'))
test.skip('is skipped', () => {})
test.fixme('is broken', () => {})
test('is expected to fail', () => { test.fail(); expect(1).toBe(2) })
test('times out', async () => { test.setTimeout(100); await new Promise(() => {}) })
test('with an attachment @slow', async ({}, info) => {
  await info.attach('note', { body: 'text of the note', contentType: 'text/plain' })
  console.log('naïve café ✓ 日本語 🦀 \x1b[31mred\x1b[0m bell\x07 ]]> &amp; <tag>')
})
test.describe('with a broken set-up', () => {
  test.beforeAll(() => { throw new Error('database is not reachable: connect to db.test:5432 refused') })
  test('never runs', () => {})
  test('never runs either', () => {})
})
