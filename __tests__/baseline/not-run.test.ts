import { execFileSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { afterAll, expect, it } from '@jest/globals';
import { check } from '../../src/check/check.js';
import { terminalHost } from '../../src/cli/terminal.js';
import { readOptions } from '../../src/options/read-options.js';
import { temporaryFolder } from '../image/build-tar.js';

/** A baseline that was made on a machine without helm, whose charts were not checked. */

const POD = (privileged: string) => `apiVersion: v1
kind: Pod
metadata: { name: {{ .Release.Name }} }
spec:
  containers: [{ name: a, image: a, securityContext: { privileged: ${privileged} } }]
`;
const folder = temporaryFolder();
afterAll(() => folder.remove());
const root = `${folder.path}/code`;

/** `status` of DEP-PRIV in the chart, and the notes about what is not compared. */
async function run(words: readonly string[], path: string) {
  const options = readOptions(
    'check',
    ['--offline', ...words],
    { path, noColor: true },
    new Date('2026-11-25'),
  );
  const host = terminalHost({ quiet: true, path, stderr: process.stderr });
  const { report } = await check(root, options, host);
  return {
    report,
    statuses: report.findings.flatMap(({ rule, status }) => (rule === 'DEP-PRIV' ? status : [])),
    notes: report.notes.flatMap(({ message }) => (/not compared/.test(message) ? message : [])),
  };
}

it('findings of a chart that only this run could render are compared with the base commit, else counted as not compared', async () => {
  folder.write('code/shop/Chart.yaml', 'apiVersion: v2\nname: shop\nversion: 1.0.0\n');
  folder.write('code/shop/templates/old.yaml', POD('{{ .Values.yes }}'));
  const git = (...all: string[]) =>
    execFileSync('git', ['-C', root, '-c', 'user.name=a', '-c', 'user.email=a@b.c', ...all]);
  git('init', '-q');
  git('add', '.');
  git('commit', '-qm', 'base');
  folder.write('code/shop/templates/new.yaml', POD('{{ .Values.yes }}'));
  // Replays the templates: their values are true.
  const helm = `${folder.path}/bin/helm`;
  folder.write(
    'bin/helm',
    `#!/bin/sh
for file in "$3"/templates/*; do
  echo ---; echo "# Source: shop/templates/$(basename "$file")"
  sed 's/{{ .Values.yes }}/true/; s/{{ .Release.Name }}/'"$(basename "$file" .yaml)"'/' "$file"
done
`,
  );
  chmodSync(helm, 0o755);
  const baseline = `${folder.path}/baseline.json`;
  const without = await run([], process.env.PATH ?? '');
  folder.write('baseline.json', JSON.stringify(without.report));
  const path = `${folder.path}/bin:${process.env.PATH}`;

  const alone = await run(['--baseline', baseline], path);
  expect(alone.statuses).toEqual(['new', 'new']);
  expect(alone.notes).toEqual([
    expect.stringMatching(
      /^\d+ findings are not compared, and count as new: the baseline .* did not check manifest of shop$/,
    ),
  ]);
  const withBase = await run(['--baseline', baseline, '--base-ref', 'HEAD'], path);
  expect(withBase.statuses).toEqual(['new', 'existing']);
});
