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
    'Vulnerabilities',
  ])
    expect(page).toContain(sample);
});
