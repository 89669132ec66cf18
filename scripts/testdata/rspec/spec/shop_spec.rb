RATES = { 'eur' => 100, 'usd' => 109, '¥en' => 16_230 }.freeze

def convert(cents, currency) = cents * RATES.fetch(currency) / 100

RSpec.describe 'price' do
  RATES.each_key { |currency| it("converts #{currency}") { expect(convert(1000, currency)).to eq(10 * RATES[currency]) } }
  context 'cart' do
    it('rounds (fails)') { expect(convert(333, 'usd')).to eq(363) }
    it('throws (fails)') { convert(1, 'zzz') }
    it('has two failed assertions', :aggregate_failures) do
      expect(1).to eq(2)
      expect('a').to eq('b')
    end
  end
  xit('is skipped') { raise 'never runs' }
  it 'is to be written'
  it('is expected to fail') { pending 'bug 17'; expect(1).to eq(2) }
  it('is expected to fail and passes') { pending 'bug 18, fixed meanwhile'; expect(1).to eq(1) }
  it('message with control characters fails') { raise "message with \e[31mred\e[0m, nul \0, bell \a, ]]> and <b>&amp;</b> 日本語 🦀" }
  context 'with a broken set-up' do
    before(:context) { raise 'database is not reachable: connect to db.test:5432 refused' }
    it('never runs') {}
  end
end
