import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { COMMANDS } from '../src/commands/commands.js';
import { FORMATS } from '../src/reports/reports.js';

const pages = execFileSync('git', ['ls-files', '*.md'], { encoding: 'utf8' }).trim().split('\n');

/** What a reader of the documentation would follow or type. */
describe('the documentation', () => {
  it.each(pages)('%s leads to files that are there', (page) => {
    const text = readFileSync(page, 'utf8').replace(/^```.*?^```/gms, '');
    const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map((m) => m[1] ?? '');
    const own = links.filter((link) => !/^(?:[a-z]+:|#)/.test(link));
    const missing = own.filter(
      (link) => !existsSync(join(dirname(page), link.split('#')[0] ?? '')),
    );
    expect(missing).toEqual([]);
  });

  it('names every command and every format in the README', () => {
    const text = readFileSync('README.md', 'utf8');
    const names = [...COMMANDS.map((c) => c.name), ...FORMATS.keys()];
    expect(names.filter((name) => !text.includes(name))).toEqual([]);
  });

  it('names every input of action.yml in docs/github.md, the README or the policy’s page', () => {
    const inputs = [...readFileSync('action.yml', 'utf8').matchAll(/^ {2}([a-z-]+):\n {4}desc/gm)];
    const text = ['README.md', 'docs/github.md', 'docs/policy.md', 'docs/vulnerabilities.md']
      .map((file) => readFileSync(file, 'utf8'))
      .join('\n');
    const unnamed = inputs.map((m) => m[1] ?? '').filter((name) => !text.includes(name));
    expect(unnamed).toEqual([]);
  });
});
