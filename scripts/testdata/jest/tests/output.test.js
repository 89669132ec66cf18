test('prints a lot', () => {
  for (let i = 0; i < 40; i++) console.log(`line ${String(i).padStart(4, '0')} of a chatty test, with some padding to make it real`)
  console.error('warn: low on ink')
})

test('unicode and control output passes', () => {
  console.log('naïve café ✓ 日本語 🦀 \x1b[31mred\x1b[0m bell\x07 nul\x00 cr\rback ]]> &amp; <tag>')
})

test('unicode and control output fails', () => {
  console.log('before the failure: ünïcode \x1b[32mgreen\x1b[0m')
  throw new Error('message with \x1b[31mred\x1b[0m, nul \x00, bell \x07, ]]> and <b>&amp;</b> 日本語 🦀')
})
