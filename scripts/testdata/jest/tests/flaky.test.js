const { draw, fails } = require('../chance.js')

const attempts = {}
const attempt = (name) => (attempts[name] = (attempts[name] || 0) + 1)

test('flaky rare', () => {
  const n = attempt('flaky rare')
  const port = 30000n + (draw('flaky rare', n) % 20000n)
  if (fails('flaky rare', 100, n)) throw new Error(`no answer from 127.0.0.1:${port} after ${1500n + (port % 97n)} ms`)
})

test('flaky sometimes', async () => {
  const n = attempt('flaky_sometimes')
  const key = draw('flaky_sometimes', n).toString(16).padStart(16, '0')
  await new Promise((done) => setTimeout(done, 2))
  if (fails('flaky_sometimes', 300, n)) throw new Error(`row ${key} is missing from /tmp/shop-${key.slice(0, 8)}/orders.db`)
})

test('flaky often', () => {
  const seen = ['a', 'b', 'c']
  if (fails('flaky_often', 500, attempt('flaky_often'))) seen.reverse()
  expect(seen).toEqual(['a', 'b', 'c'])
})

test('timing varies', async () => {
  await new Promise((done) => setTimeout(done, 1 + Number(draw('timing') % 20n)))
})
