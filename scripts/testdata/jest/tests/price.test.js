const { convert } = require('../chance.js')

describe('price', () => {
  test.each([['eur', 1000], ['usd', 1090], ['gbp', 860], ['¥en', 162300]])('converts %s to %i', (currency, want) => {
    expect(convert(1000, currency)).toBe(want)
  })

  describe('cart', () => {
    describe('with discount', () => {
      it('takes 10 %', () => expect(1359 - Math.floor(135.9)).toBe(1224))
      it('adds > up "quoted" & <escaped>', () => expect(1 + 1).toBe(2))
    })
    it('rounds (fails)', () => expect(convert(333, 'usd')).toBe(363))
    it('has two failed assertions', () => {
      expect(1).toBe(2)
      expect('a').toBe('b')
    })
    it('throws (fails)', () => convert(1, 'zzz'))
  })

  it.skip('is skipped', () => { throw new Error('never runs') })
  it.todo('is to be written')
  it.failing('is expected to fail', () => expect(1).toBe(2))
  it.failing('is expected to fail and passes', () => expect(1).toBe(1))
})
