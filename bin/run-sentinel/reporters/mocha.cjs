// Tells run-sentinel when each test begins and ends; mocha prints only the ends. What the
// spec reporter prints is printed too.
//
//   run-sentinel exec --events-fd 3 --input-format none -- \
//     node node_modules/mocha/bin/mocha.js --reporter .../mocha.cjs
//
// (npx would not hand the descriptor on.)
const { tell, id, finished } = require('./tell.cjs')

// The mocha of the project, not one that stands beside this file. From version 12 on it is an
// ECMAScript module.
const spec = require(require.resolve('mocha/lib/reporters/spec.js', { paths: [process.cwd()] }))
const Spec = spec.Spec ?? spec.default ?? spec
const of = (test) => id(test.file, test.titlePath())

module.exports = class RunSentinelReporter extends Spec {
  constructor(runner, options) {
    super(runner, options)
    runner.on('test', (test) => tell('test_started', { test_id: of(test) }))
    runner.on('pass', (test) => finished(of(test), 'passed', 'pass', test.duration))
    // A hook that fails is told here too, under its own name.
    runner.on('fail', (test) => finished(of(test), 'failed', 'fail', test.duration))
    runner.on('pending', (test) => finished(of(test), 'pending', 'skip'))
  }
}
