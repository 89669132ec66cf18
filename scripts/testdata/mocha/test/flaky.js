const assert = require('assert')
const { draw, fails } = require('../chance.js')

const attempts = {}
const attempt = (name) => (attempts[name] = (attempts[name] || 0) + 1)

it('flaky sometimes', function () {
  const n = attempt('flaky_sometimes')
  const key = draw('flaky_sometimes', n).toString(16).padStart(16, '0')
  assert(!fails('flaky_sometimes', 300, n), `row ${key} is missing from /tmp/shop-${key.slice(0, 8)}/orders.db`)
})

it('flaky often', function () {
  const seen = ['a', 'b', 'c']
  if (fails('flaky_often', 500, attempt('flaky_often'))) seen.reverse()
  assert.deepStrictEqual(seen, ['a', 'b', 'c'])
})
