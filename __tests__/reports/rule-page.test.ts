import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it, test } from '@jest/globals';
import { ruleBook } from '../../src/check/rule-book.js';
import { lintDockerfile } from '../../src/dockerfile/lint.js';
import { parseDockerfile } from '../../src/dockerfile/parser/parse.js';
import { dockerfileRules } from '../../src/dockerfile/rules/index.js';
import { fileOf, ruleIndex, rulePage } from '../../src/reports/rule-page.js';

const rules = [...ruleBook.values()];

/** Rules that need settings or a build context to say anything; their own tests give them. */
const SILENT_ALONE =
  /^(CopyIgnoredFile|InvalidBaseImagePlatform|DL3026|DL3049|DL305[0-68]|PS0033)$/;
const telling = dockerfileRules.filter(({ id, wrong }) => wrong && !SILENT_ALONE.test(id));

describe('docs/rules', () => {
  it('has one page a rule and an index, all as the rules say now (npm run docs)', () => {
    const wanted = new Map(rules.map((rule) => [fileOf(rule.id), rulePage(rule)]));
    wanted.set('README.md', ruleIndex(rules));
    const names = readdirSync('docs/rules').sort();
    expect(names).toEqual([...wanted.keys()].sort());
    for (const name of names)
      expect(readFileSync(`docs/rules/${name}`, 'utf8')).toBe(wanted.get(name));
  });
});

describe('the rule book', () => {
  it('names every rule once', () => {
    const names = rules.map(({ name }) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  test.each(telling.map((rule) => [rule.id, rule] as const))(
    '%s fires on its wrong example and not on its right one',
    (id, rule) => {
      const fires = (text: string | undefined) =>
        lintDockerfile(
          parseDockerfile('Dockerfile', text ?? ''),
          { severities: new Map([[id, rule.severity]]) },
          [rule],
        ).some((finding) => finding.rule === id);
      expect([fires(rule.wrong), rule.right === undefined ? false : fires(rule.right)]).toEqual([
        true,
        false,
      ]);
    },
  );
});
