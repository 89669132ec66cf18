describe('with a broken set-up', () => {
  beforeAll(() => { throw new Error('database is not reachable: connect to db.test:5432 refused') })
  test('never runs', () => {})
})
