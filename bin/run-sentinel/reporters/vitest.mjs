// Tells run-sentinel when each test begins and ends, which no reporter of vitest prints:
//
//   run-sentinel exec --events-fd 3 --input-format none -- \
//     node node_modules/vitest/vitest.mjs run --reporter=verbose --reporter=.../vitest.mjs
//
// (npx would not hand the descriptor on.)
import sentinel from './tell.cjs'

const WORDS = { passed: 'pass', failed: 'fail', skipped: 'skip' }

function id(test) {
  const names = [test.name]
  for (let at = test.parent; at && at.type === 'suite'; at = at.parent) names.unshift(at.name)
  return ['js:' + test.module.relativeModuleId, ...names].join('::')
}

export default class RunSentinelReporter {
  onTestCaseReady(test) {
    sentinel.tell('test_started', { test_id: id(test) })
  }

  onTestCaseResult(test) {
    const raw = test.result().state
    sentinel.finished(id(test), raw, WORDS[raw], test.diagnostic()?.duration)
  }
}
