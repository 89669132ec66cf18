const out = process.env.REPORT_DIR
module.exports = {
  testDir: 'tests',
  retries: Number(process.env.RETRIES || 2),
  workers: 1,
  projects: [{ name: 'desk' }, { name: 'phone' }],
  reporter: [
    ['junit', { outputFile: `${out}/junit.xml` }],
    ['junit', { outputFile: `${out}/junit-retries.xml`, includeRetries: true, includeProjectInTestName: true }],
    ['json', { outputFile: `${out}/report.json` }],
    ['list'],
  ].concat(process.env.CTRF ? [['playwright-ctrf-json-reporter', { outputDir: out, outputFile: 'ctrf.json' }]] : []),
}
