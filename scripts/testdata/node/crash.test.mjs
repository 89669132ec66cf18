import { test } from 'node:test'

test('before', () => {})
test('leaves', () => process.exit(3))
test('never runs', () => {})
