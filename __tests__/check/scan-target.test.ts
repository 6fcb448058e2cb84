import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { scanTarget } from '../../src/check/scan-target.js';
import { terminalHost } from '../../src/cli/terminal.js';
import { startDeadline } from '../../src/lib/deadline.js';
import { readOptions } from '../../src/options/read-options.js';

const TOKEN = 'ghp_aB3dE5fG7hJ9kL1mN2pQ4rS6tU8vW0xY2zA4';

let folder: string;
let before: string;
beforeEach(() => {
  before = process.cwd();
  folder = mkdtempSync(join(tmpdir(), 'portside-scan-'));
  process.chdir(folder);
  mkdirSync('image');
  writeFileSync('image/app.ini', `token = ${TOKEN}\n`);
});
afterEach(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

async function scan() {
  const environment = { path: '', noColor: true };
  const words = ['dir:image', '--offline', '--only', 'secret'];
  const options = readOptions('scan', words, environment, new Date('2026-11-24'));
  const host = terminalHost({ quiet: true, path: '', stderr: process.stderr });
  const deadline = startDeadline(undefined);
  const { report } = await scanTarget({
    target: 'dir:image',
    checks: ['secret'],
    options,
    host,
    deadline,
  });
  deadline.stop();
  return {
    findings: report.findings.map(({ rule, status }) => `${rule} ${status}`),
    notes: report.notes.map(({ message }) => message).filter((text) => text.includes('.trivy')),
  };
}

it('applies no ignore file of Trivy, and says so', async () => {
  expect(await scan()).toEqual({ findings: ['github-token new'], notes: [] });
  writeFileSync('.trivyignore', 'github-token\n');
  expect(await scan()).toEqual({
    findings: ['github-token new'],
    notes: ['.trivyignore was not applied: portside check reads it. Use --policy for exceptions.'],
  });
});
