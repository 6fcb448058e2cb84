import { expect, test } from '@jest/globals';
import { githubAnnotations } from '../../../src/reports/formats/github-annotations.js';
import { context, lint, report } from '../sample.js';

test('the github format annotates the range of a finding and escapes characters that end a command', () => {
  const found = lint({
    rule: 'DL3008',
    severity: 'medium',
    message: 'a\n::error::b 100%',
    location: { path: 'a,b:c/Dockerfile', startLine: 3, startColumn: 5, endLine: 3, endColumn: 9 },
  });
  expect(githubAnnotations.render(report({ findings: [found], incomplete: [] }), context())).toBe(
    '::warning title=DL3008,file=a%2Cb%3Ac/Dockerfile,line=3,endLine=3,col=5,endColumn=8::a ::error::b 100%25\nPortside: fail: 2 findings of severity high or worse\n',
  );
});

test('the github format shows existing findings as notices', () => {
  const found = lint({ rule: 'DL3008', severity: 'critical', message: 'a', status: 'existing' });
  const text = githubAnnotations.render(report({ findings: [found], incomplete: [] }), context());
  expect(text).toMatch(/^::notice title=DL3008,.*::a \(existing\)$/m);
  expect(text).not.toContain('::error');
});
