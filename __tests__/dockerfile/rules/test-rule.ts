import { describe, expect, test } from '@jest/globals';
import type { Finding } from '../../../src/core/finding.js';
import { lintDockerfile } from '../../../src/dockerfile/lint.js';
import type { LintConfig } from '../../../src/dockerfile/lint-config.js';
import { parseDockerfile } from '../../../src/dockerfile/parser/parse.js';
import type { DockerfileRule } from '../../../src/dockerfile/rule.js';
import { dockerfileRules } from '../../../src/dockerfile/rules/index.js';
import { rulePage } from '../../../src/reports/rule-page.js';
import { NOW } from '../../now.js';
import { fixed, marks } from '../lint-text.js';

type Settings = Partial<LintConfig>;

/** Cases with the text of a Dockerfile and, where a rule depends on them, the settings of the project. */
interface RuleCases {
  /** The text, and the piece or pieces of it that the rule reports, each as `line:text`. */
  readonly reported: AtLeastOne<
    readonly [text: string, marks: string | string[], settings?: Settings]
  >;
  readonly silent: AtLeastOne<string | readonly [text: string, settings: Settings]>;
  /** The text before and after the fixes of the rule. */
  readonly fixed?: readonly (readonly [before: string, after: string])[];
  /** Texts for which the rule offers no fix. */
  readonly unfixed?: readonly string[];
  /** The settings for the examples on the page of the rule: the same for both, or one for each. */
  readonly examples?: Settings | { readonly bad: Settings; readonly good: Settings };
}

type AtLeastOne<T> = readonly [T, ...T[]];

/** Registers the tests of one rule: its cases, and the examples and the suppression comment on its page. */
export function testRule(id: string, cases: RuleCases): void {
  describe(id, () => {
    for (const [text, expected, settings] of cases.reported) {
      test(`reports ${quoted(expected)} in ${quoted(text)}`, () => {
        expect(marks(text, id, settings)).toEqual([expected].flat());
      });
    }

    for (const one of cases.silent) {
      const [text, settings] = typeof one === 'string' ? [one] : one;
      test(`reports nothing in ${quoted(text)}`, () => {
        expect(marks(text, id, settings)).toEqual([]);
      });
    }

    for (const [before, after] of cases.fixed ?? []) {
      test(`changes ${quoted(before)} to ${quoted(after)}`, () => {
        expect(fixed(before, id)).toBe(after);
        expect(fixed(after, id)).toBe(after);
      });
    }

    for (const text of cases.unfixed ?? []) {
      test(`offers no fix for ${quoted(text)}`, () => {
        expect(fixed(text, id)).toBe(text);
      });
    }

    const rule = dockerfileRules.find((one) => one.id === id);
    if (!rule) throw new Error(`src/dockerfile/rules/index.ts has no rule ${id}`);
    const { examples = {} } = cases;
    const { bad, good } = 'bad' in examples ? examples : { bad: examples, good: examples };

    test('reports its bad example and not its good one', () => {
      expect(lintAlone(rule, rule.wrong ?? '', bad).findings).not.toEqual([]);
      expect(lintAlone(rule, rule.right ?? '', good).findings).toEqual([]);
    });

    test('is suppressed by the comment on its page', () => {
      const text = rule.wrong ?? '';
      const [finding] = lintAlone(rule, text, bad).findings;
      const comment = /^# portside .*$/m.exec(rulePage({ ...rule, check: 'lint' }))?.[0] ?? '';
      const lines = text.split('\n');
      lines.splice(lineForComment(rule, text, finding) - 1, 0, comment);
      expect(lintAlone(rule, lines.join('\n'), bad).suppressed).toContain(id);
    });
  });
}

/** The rules of the findings and of the suppressed findings when one rule is active. Opt-in rules are switched on. */
function lintAlone(rule: DockerfileRule, text: string, settings: Settings) {
  const suppressed: string[] = [];
  const findings = lintDockerfile(
    parseDockerfile('Dockerfile', text),
    { now: NOW, severities: new Map([[rule.id, rule.severity]]), ...settings },
    { rules: [rule], onSuppressed: (finding) => suppressed.push(finding.rule) },
  ).filter((finding) => finding.rule === rule.id);
  return { findings, suppressed };
}

/** The line of the instruction with the finding, or of the first instruction for a comment that covers the file. */
function lineForComment(rule: DockerfileRule, text: string, finding: Finding | undefined): number {
  const { instructions } = parseDockerfile('Dockerfile', text);
  const line = finding?.location?.startLine ?? 0;
  const instruction =
    rule.suppressedBy === 'file-comment'
      ? instructions[0]
      : instructions.find(({ startLine, endLine }) => startLine <= line && line <= endLine);
  return instruction?.startLine ?? 1;
}

function quoted(value: string | readonly string[]): string {
  return JSON.stringify(value);
}
