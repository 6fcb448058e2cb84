import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { surfacesPage } from '../scripts/surfaces.js';

it('docs/github.md shows what each surface shows of the example now (npm run docs)', async () => {
  const page = readFileSync('docs/github.md', 'utf8');
  expect(page).toBe(await surfacesPage());
  expect(page).not.toContain(process.cwd());
  for (const sign of [
    '```mermaid',
    '```suggestion',
    '::error title=',
    '"ruleId"',
    'vulnerabilities',
  ])
    expect(page).toContain(sign);
});
