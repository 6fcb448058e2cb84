#!/usr/bin/env node
/**
 * Prints "PASSED FAILED" of a jest report (`--json --outputFile`), with --failures also each failed test:
 *   node scripts/count-tests.mjs REPORT [--failures]
 * A test file that cannot be loaded has no tests, so the file counts as one failure.
 */
import { readFileSync } from 'node:fs';

const [report, option] = process.argv.slice(2);
const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites, testResults } = JSON.parse(
  readFileSync(report, 'utf8'),
);
console.log(`${numPassedTests} ${numFailedTests + numRuntimeErrorTestSuites}`);
if (option === '--failures') {
  for (const { name, status, message, assertionResults } of testResults) {
    if (status === 'failed' && assertionResults.length === 0) console.log(`${name}\n${message}`);
    for (const test of assertionResults)
      if (test.status === 'failed')
        console.log(`${name}: ${test.fullName}\n${test.failureMessages.join('\n')}`);
  }
}
