import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { surfacesPage } from '../scripts/surfaces.js';

it('docs/github.md shows the current output for the example (npm run docs)', async () => {
  const page = readFileSync('docs/github.md', 'utf8');
  expect(page).toBe(await surfacesPage());
  expect(page).not.toContain(process.cwd());
  for (const sample of [
    '```mermaid',
    '```suggestion',
    '::error title=',
    '"ruleId"',
    '🔴 **critical, malicious**',
  ])
    expect(page).toContain(sample);
});

it('the comment of the example has at most 40 lines of text in the open, and a first line of 90 characters', async () => {
  const [, sample = ''] = readFileSync('docs/github.md', 'utf8').split('<summary>The comment');
  const [comment = ''] = sample.split('<details><summary>The text report');
  const lines = comment.slice(comment.indexOf('### ')).split('\n');
  expect(lines[0]?.replace('### ', '').length).toBeLessThanOrEqual(90);
  const open = lines.join('\n').replace(/<details>.*?<\/details>/gs, '');
  const written = open.split('\n').filter((line) => line.trim() !== '');
  expect(written.length).toBeLessThanOrEqual(40);
});
