// What the reporters share: records for run-sentinel on the descriptor that it named.
// Without a sentinel (no TPR_EVENTS_FD) nothing is written.
const { writeSync } = require('node:fs')
const { relative, sep } = require('node:path')

const fd = Number(process.env.TPR_EVENTS_FD ?? NaN)
let sequence = 0

exports.tell = (event, context) => {
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

// The id of a test: its file as seen from here, then its names from the outside in.
exports.id = (file, names) => {
  const path = file ? relative(process.cwd(), file).split(sep).join('/') : ''
  return ['js:' + path, ...names].join('::')
}

exports.finished = (test_id, raw_status, status, duration_ms) => {
  const context = { test_id, status: status ?? 'unknown', raw_status }
  if (typeof duration_ms === 'number') context.duration_ms = duration_ms
  exports.tell('test_finished', context)
}
