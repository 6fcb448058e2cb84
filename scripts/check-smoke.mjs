// node scripts/check-smoke.mjs REPORT VERDICT VULNERABILITY: compares a report of smoke.yml with the expected verdict and
// vulnerability; "none with a fix" expects no vulnerability that has a fixed version. Prints each difference; exits with 1
// if there is one.
import { readFileSync } from 'node:fs';

const [file, expected, vulnerability] = process.argv.slice(2);
const { verdict, findings } = JSON.parse(readFileSync(file, 'utf8'));
const vulnerabilities = findings.filter(({ check }) => check === 'vulnerability');
const differences = [];

if (verdict.outcome !== expected)
  differences.push(
    `The verdict is ${verdict.outcome}, expected ${expected}: ${verdict.reasons.join('; ')}`,
  );
if (vulnerability === 'none with a fix') {
  const fixable = vulnerabilities.filter(({ details }) => details?.fixed);
  for (const { message } of fixable) differences.push(`Not expected: ${message}`);
} else {
  const ids = vulnerabilities.flatMap(({ rule, aliases = [] }) => [rule, ...aliases]);
  if (!ids.includes(vulnerability)) differences.push(`${vulnerability} is not found`);
}
for (const difference of differences) process.stdout.write(`${difference}\n`);
if (differences.length > 0) process.exitCode = 1;
