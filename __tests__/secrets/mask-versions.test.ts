import { expect, it } from '@jest/globals';
import { ruleBook } from '../../src/check/rule-book.js';
import { maskVersions } from '../../src/secrets/mask-versions.js';
import { lint } from '../reports/sample.js';

const SECRET = 'q7Xk2mB9vLp4';
const before = `FROM a as b\nENV DB_PASSWORD=${SECRET}\n`;
const after = `# new line\nFROM a AS b\nENV DB_PASSWORD=${SECRET}\n`;
const dots = (text: string) => text.replaceAll(SECRET, '•'.repeat(SECRET.length));

it('masks a secret in both versions, and keeps all else', () => {
  expect(maskVersions({ path: 'Dockerfile', before, after }, [], ruleBook)).toEqual({
    path: 'Dockerfile',
    before: dots(before),
    after: dots(after),
  });
});

it('masks what only a finding knows, also where the edits moved it', () => {
  const value = 'hunter two';
  const text = (first: string) => `${first}ARG x\nENV PLACE="${value}"\n`;
  const location = { path: 'Dockerfile', startLine: 2, startColumn: 5, endLine: 2, endColumn: 10 };
  const finding = lint({ rule: 'PS0014', location });
  const masked = maskVersions(
    { path: 'Dockerfile', before: text(''), after: text('# more\n') },
    [finding],
    ruleBook,
  );
  expect(masked?.before).not.toContain(value);
  expect(masked?.after).not.toContain(value);
  expect(masked?.after).toContain('# more\nARG x\nENV PLACE=');
});

it('shows nothing of a file that is too large to search', () => {
  const large = `${'a '.repeat(6 << 20)}\n`;
  expect(maskVersions({ path: 'x', before: large, after: large }, [], ruleBook)).toBeUndefined();
});
