// Seeded chance, the same rule in every sample project: FNV-1a 64 over
// "name:seed:attempt" and one murmur finaliser.
exports.draw = function draw(name, attempt = 1) {
  const seed = process.env.SAMPLE_SEED || '1'
  const mask = (1n << 64n) - 1n
  let h = 0xcbf29ce484222325n
  for (const byte of new TextEncoder().encode(`${name}:${seed}:${attempt}`)) h = ((h ^ BigInt(byte)) * 0x100000001b3n) & mask
  h ^= h >> 33n
  h = (h * 0xff51afd7ed558ccdn) & mask
  return h ^ (h >> 33n)
}

exports.fails = (name, perMille, attempt = 1) => exports.draw(name, attempt) % 1000n < BigInt(perMille)

exports.convert = function convert(cents, currency) {
  const rate = { eur: 100, usd: 109, gbp: 86, '¥en': 16230 }[currency]
  if (!rate) throw new RangeError(`no rate for ${JSON.stringify(currency)}`)
  return Math.floor((cents * rate) / 100)
}
