import { describe, expect, test } from '@jest/globals';
import { dockerfileRules } from '../../../src/dockerfile/rules.js';
import { lint } from '../lint-text.js';

const config = { now: new Date('2026-11-24'), ignoreFile: null };

describe('the examples of the rules that are not hadolint’s', () => {
  const rules = dockerfileRules.filter(({ id, wrong }) => !/^DL\d/.test(id) && wrong !== undefined);
  test.each(rules.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
    // The file that is copied stands in .dockerignore; opt-in rules are switched on by naming them.
    const ignoreFile = id === 'CopyIgnoredFile' ? /: (.*)/.exec(rule.wrong ?? '')?.[1] : undefined;
    const right = id === 'CopyIgnoredFile' ? /: (.*)/.exec(rule.right ?? '')?.[1] : undefined;
    const severities = rule.optIn ? new Map([[id, rule.severity]]) : new Map();
    const settings = { ...config, severities };
    expect(
      lint(rule.wrong ?? '', id, { ...settings, ...(ignoreFile ? { ignoreFile } : {}) }),
    ).not.toEqual([]);
    expect(
      lint(rule.right ?? '', id, { ...settings, ...(right ? { ignoreFile: right } : {}) }),
    ).toEqual([]);
  });
});
