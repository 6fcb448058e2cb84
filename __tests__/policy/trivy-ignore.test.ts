import { expect, test } from '@jest/globals';
import { readTrivyIgnore } from '../../src/policy/trivy-ignore.js';

const readShort = (text: string, path: string) => {
  const { exceptions, problems } = readTrivyIgnore(text, path);
  const short = exceptions.map((e) => [e.line, e.rule, e.until, e.reason, e.paths, e.packages]);
  return { short, problems };
};

test('a plain file has ids with dates, and the comment above as the reason', () => {
  const text = '# not reachable\nCVE-2030-1\n\nCVE-2030-2 exp:2027-01-31\r\nDS002 # here\n';
  expect(readShort(text, '.trivyignore')).toEqual({
    short: [
      [2, 'CVE-2030-1', undefined, 'not reachable', [], []],
      [4, 'CVE-2030-2', '2027-01-31', 'listed in .trivyignore', [], []],
      [5, 'DS-0002', undefined, 'listed in .trivyignore', [], []],
    ],
    problems: [],
  });
});

test('a line with an invalid date is a problem, and excepts nothing', () => {
  expect(readShort('CVE-2030-1 exp:soon\n', '.trivyignore')).toEqual({
    short: [],
    problems: ['.trivyignore:1: "soon" is not a date, YYYY-MM-DD'],
  });
});

test('the YAML form has paths, package URLs, statements and dates', () => {
  const text = `vulnerabilities:
  - id: CVE-2030-1
    paths: ["usr/**"]
    purls: ["pkg:deb/debian/openssl"]
    statement: not reachable
    expired_at: 2027-01-31
secrets:
  - id: private-key
misconfigurations:
  - paths: [a]
  - { id: DS002, expired_at: soon }
unknown: [{ id: X }]
`;
  expect(readShort(text, '.trivyignore.yaml')).toEqual({
    short: [
      [2, 'CVE-2030-1', '2027-01-31', 'not reachable', ['usr/**'], ['pkg:deb/debian/openssl']],
      [8, 'private-key', undefined, 'listed in .trivyignore.yaml', [], []],
    ],
    problems: [
      '.trivyignore.yaml:10: the entry has no id',
      '.trivyignore.yaml:11: "soon" is not a date, YYYY-MM-DD',
    ],
  });
});

test.each([
  ['purls: pkg:deb/debian/openssl', 'purls is not a list of texts'],
  ['purls: []', 'purls is not a list of texts'],
  ['purls:', 'purls is not a list of texts'],
  ['purls: [""]', 'purls is not a list of texts'],
  ['purls: [pkg:npm/a, 1]', 'purls is not a list of texts'],
  ['paths: usr/lib', 'paths is not a list of texts'],
  ['paths: { a: b }', 'paths is not a list of texts'],
  ['purl: [pkg:npm/a]', 'unknown key "purl"'],
  ['expired-at: 2020-01-01', 'unknown key "expired-at"'],
])('an entry that is narrowed down by %j excepts nothing', (member, problem) => {
  const text = `vulnerabilities:\n  - id: CVE-2030-1\n    ${member}\n`;
  expect(readTrivyIgnore(text, '.trivyignore.yaml')).toEqual({
    exceptions: [],
    problems: [`.trivyignore.yaml:2: ${problem}`],
  });
});

test.each(['a: b: c', '['.repeat(9_000), 'x'.repeat(2_000_000), '- 1', '1', ''])(
  'invalid YAML excepts nothing (case %#)',
  (text) => {
    expect(readTrivyIgnore(text, '.trivyignore.yaml').exceptions).toEqual([]);
  },
);
