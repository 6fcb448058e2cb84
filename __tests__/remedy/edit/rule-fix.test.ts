import { describe, expect, it } from '@jest/globals';
import { lintDockerfile } from '../../../src/dockerfile/lint.js';
import { editRuleFixes } from '../../../src/remedy/edit/rule-fix.js';
import { parse } from '../../dockerfile/parse-text.js';
import { edited } from './edit-text.js';

const lint = (text: string) => lintDockerfile(parse(text), { now: new Date('2026-11-26') });

function fixRule(text: string, rule: string, line: number): string {
  return edited(text, { kind: 'rule-fix', path: 'Dockerfile', rule, line }, { lint });
}

describe('the fix of a rule', () => {
  const text = 'FROM debian:12\nRUN apt-get install curl=1\nRUN apt-get install wget=1\n';

  it('is made on its line only', () => {
    const fixed = 'FROM debian:12\nRUN apt-get install -y curl=1\nRUN apt-get install wget=1\n';
    expect(fixRule(text, 'DL3014', 2)).toBe(fixed);
    expect(fixRule(fixed, 'DL3014', 2)).toMatch(/^refused: .*other lines do/);
    expect(fixRule(fixed.replace('RUN apt-get install wget=1\n', ''), 'DL3014', 2)).toMatch(
      /^unchanged: /,
    );
  });

  it('is made on all its lines', () => {
    const lines = {
      kind: 'rule-fix',
      path: 'Dockerfile',
      rule: 'DL3014',
      line: 2,
      lines: [3],
    } as const;
    expect(edited(text, lines, { lint })).toBe(text.replaceAll('install', 'install -y'));
  });

  it('is refused if there is none', () => {
    expect(fixRule('FROM debian:latest\n', 'DL3007', 1)).toMatch(/has no fix/);
  });
});

describe('the fixes of many findings', () => {
  const text = `FROM alpine:3.22\n${'RUN true\n'.repeat(60)}`;
  const changes = Array.from(
    { length: 59 },
    (_, index) =>
      ({ kind: 'rule-fix', path: 'Dockerfile', rule: 'DL3059', line: index + 3 }) as const,
  );

  it('are tried in few checks of the file', () => {
    let lints = 0;
    const counting = (version: string) => {
      lints++;
      return lint(version);
    };
    const results = editRuleFixes(text, changes, { lint: counting });
    expect(results.map(({ kind }) => kind)).toEqual(changes.map(() => 'edits'));
    expect(lints).toBeLessThan(5);
  });

  it('are made without the ones that have no effect', () => {
    const broken = (version: string) =>
      lint(version).map((finding) =>
        finding.location?.startLine === 7 && finding.fix
          ? { ...finding, fix: { ...finding.fix, edits: [] } }
          : finding,
      );
    const adds = changes.map((change) => ({ ...change, rule: 'DL3020' }));
    const results = editRuleFixes(text.replaceAll('RUN true', 'ADD x /y'), adds, { lint: broken });
    const refused = changes.filter((_, index) => results[index]?.kind === 'refused');
    expect(refused.map(({ line }) => line)).toEqual([7]);
  });
});
