// Tells run-sentinel when each test begins and ends; jest prints a file's tests when the file
// is through.
//
//   run-sentinel exec --events-fd 3 --input-format none -- \
//     node node_modules/jest/bin/jest.js --reporters=default --reporters=.../jest.cjs
//
// (npx would not hand the descriptor on.)
const { tell, id, finished } = require('./tell.cjs')

const WORDS = { passed: 'pass', failed: 'fail', pending: 'skip', skipped: 'skip', todo: 'skip', disabled: 'skip' }
const of = (test, { ancestorTitles, title }) => id(test.path, [...ancestorTitles, title])

module.exports = class RunSentinelReporter {
  onTestCaseStart(test, info) {
    tell('test_started', { test_id: of(test, info) })
  }

  onTestCaseResult(test, result) {
    finished(of(test, result), result.status, WORDS[result.status], result.duration)
  }
}
