import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import type { Log } from 'sarif';
import { REPORT_FORMATS } from '../../../src/reports/all-formats.js';
import { sample } from '../../sample.js';
import { context, large, lint, report } from '../sample.js';

/** Validates SARIF with Microsoft's validator and its rules for GitHub and code scanning. */

const TOOL = 'node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool';
// The package sets the bit in a script on installation, which .npmrc switches off.
if ((statSync(TOOL).mode & 0o001) === 0) chmodSync(TOOL, 0o755);
const work = mkdtempSync(join(tmpdir(), 'portside-multitool-'));
afterAll(() => rmSync(work, { recursive: true }));

/** The rule that asks for `informationUri`: Portside has no web page yet. */
const INFORMATION_URI = 'SARIF2005';

/** The validator's results for a log, as `rule: message`. Its exit status is 0 in any case, so its own log is read. */
function validate(sarif: string): string[] {
  const [file, output] = [join(work, 'in.sarif'), join(work, 'out.sarif')];
  writeFileSync(file, sarif);
  const kinds = ['--rule-kind', 'Sarif;Gh;Ghas', '--level', 'Error;Warning'];
  const { status, stderr } = spawnSync(
    TOOL,
    ['validate', file, ...kinds, '--output', output, '--log', 'ForceOverwrite'],
    { encoding: 'utf8', env: { DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1', HOME: work } },
  );
  if (status !== 0) throw new Error(stderr);
  const log = JSON.parse(readFileSync(output, 'utf8')) as Log;
  return log.runs
    .flatMap((r) => r.results ?? [])
    .map((x) => `${x.ruleId}: ${x.message.text ?? x.message.id}`)
    .filter((result) => !result.startsWith(INFORMATION_URI));
}

const render = (
  ...[found, shown]: Parameters<NonNullable<ReturnType<typeof REPORT_FORMATS.get>>['render']>
) => REPORT_FORMATS.get('sarif')?.render(found, shown) ?? '';

it.each(
  sample(
    [
      ['a small report', report()],
      ['a report of 200 findings', large(200)],
      ['a report without findings', report({ findings: [] })],
      [
        'untrusted text',
        report({ findings: [lint({ rule: 'a](b)', message: '[x](javascript:1)\r\n' })] }),
      ],
    ] as const,
    3,
    ([name]) => name,
  ),
)(
  'the validator accepts %s',
  (_, found) => {
    expect(validate(render(found, context()))).toEqual([]);
  },
  60_000,
);

it('the validator rejects a result without a location', () => {
  const log = JSON.parse(render(report(), context()));
  delete log.runs[0].results[0].locations;
  expect(validate(JSON.stringify(log)).length).toBeGreaterThan(0);
}, 60_000);
