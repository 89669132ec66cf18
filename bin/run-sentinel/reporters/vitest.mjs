// Tells run-sentinel when each test begins and ends, which no reporter of vitest prints:
//
//   run-sentinel exec --events-fd 3 --input-format none -- \
//     node node_modules/vitest/vitest.mjs run --reporter=verbose --reporter=.../vitest.mjs
//
// (npx would not hand the descriptor on.)
// Without a sentinel (no TPR_EVENTS_FD) it does nothing.
import { writeSync } from 'node:fs'

const fd = Number(process.env.TPR_EVENTS_FD ?? NaN)
const WORDS = { passed: 'pass', failed: 'fail', skipped: 'skip' }
let sequence = 0

function tell(event, context) {
  if (Number.isNaN(fd)) return
  const record = {
    schema: 'run-event.v1',
    at: new Date().toISOString(),
    event,
    run_id: process.env.TPR_RUN_ID ?? '',
    sequence: ++sequence,
    elapsed_ms: performance.now(),
    context,
  }
  try {
    writeSync(fd, JSON.stringify(record) + '\n')
  } catch {
    // The sentinel is gone; the tests go on.
  }
}

function id(test) {
  const names = [test.name]
  for (let at = test.parent; at && at.type === 'suite'; at = at.parent) names.unshift(at.name)
  return ['js:' + test.module.relativeModuleId, ...names].join('::')
}

export default class RunSentinelReporter {
  onTestCaseReady(test) {
    tell('test_started', { test_id: id(test) })
  }

  onTestCaseResult(test) {
    const raw = test.result().state
    const context = { test_id: id(test), status: WORDS[raw] ?? 'unknown', raw_status: raw }
    const duration = test.diagnostic()?.duration
    if (duration !== undefined) context.duration_ms = duration
    tell('test_finished', context)
  }
}
