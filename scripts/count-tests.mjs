#!/usr/bin/env node
/**
 * Prints "PASSED FAILED" of a jest report (`--json --outputFile`): node scripts/count-tests.mjs REPORT
 * A suite that does not start has no test to fail, so it counts as one.
 */
import { readFileSync } from 'node:fs';

const report = JSON.parse(readFileSync(process.argv[2], 'utf8'));
console.log(`${report.numPassedTests} ${report.numFailedTests + report.numRuntimeErrorTestSuites}`);
