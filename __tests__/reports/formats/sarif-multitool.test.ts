import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import type { Log } from 'sarif';
import { FORMATS } from '../../../src/reports/all-formats.js';
import { context, large, lint, report } from '../sample.js';

/** Microsoft's validator with the rules of GitHub and of its code scanning. */

const TOOL = 'node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool';
const work = mkdtempSync(join(tmpdir(), 'portside-multitool-'));
afterAll(() => rmSync(work, { recursive: true }));

/** Portside has no address of its own yet that `informationUri` could name. */
const NO_HOME = 'SARIF2005';

/** What it says of a log: `rule: message`. Its status is 0 whatever it finds, so its own log is read. */
function complaints(sarif: string): string[] {
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
    .filter((complaint) => !complaint.startsWith(NO_HOME));
}

const render = (
  ...[found, shown]: Parameters<NonNullable<ReturnType<typeof FORMATS.get>>['render']>
) => FORMATS.get('sarif')?.render(found, shown) ?? '';

it.each([
  ['a small report', report()],
  ['a report of 200 findings', large(200)],
  ['nothing found', report({ findings: [] })],
  [
    'hostile text',
    report({ findings: [lint({ rule: 'a](b)', message: '[x](javascript:1)\r\n' })] }),
  ],
])(
  'has no complaint about %s',
  (_, found) => {
    expect(complaints(render(found, context()))).toEqual([]);
  },
  60_000,
);

it('would complain about a log without help and locations', () => {
  const log = JSON.parse(render(report(), context()));
  delete log.runs[0].results[0].locations;
  expect(complaints(JSON.stringify(log)).length).toBeGreaterThan(0);
}, 60_000);
