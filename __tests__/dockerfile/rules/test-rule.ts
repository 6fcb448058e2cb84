import { describe, expect, test } from '@jest/globals';
import { lintDockerfile } from '../../../src/dockerfile/lint.js';
import type { LintConfig } from '../../../src/dockerfile/lint-config.js';
import { parseDockerfile } from '../../../src/dockerfile/parser/parse.js';
import { dockerfileRules } from '../../../src/dockerfile/rules/index.js';
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

/** Registers the tests of one rule: its cases, and the examples on its page. */
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

    test('reports its bad example and not its good one', () => {
      const rule = dockerfileRules.find((one) => one.id === id);
      const { examples = {} } = cases;
      const { bad, good } = 'bad' in examples ? examples : { bad: examples, good: examples };
      expect(reportsAlone(id, rule?.wrong ?? '', bad)).toBe(true);
      expect(reportsAlone(id, rule?.right ?? '', good)).toBe(false);
    });
  });
}

/** Whether the rule reports the text when no other rule is active. Opt-in rules are switched on. */
function reportsAlone(id: string, text: string, settings: Settings): boolean {
  const rules = dockerfileRules.filter((rule) => rule.id === id);
  const severities = new Map(rules.map(({ severity }) => [id, severity]));
  const dockerfile = parseDockerfile('Dockerfile', text);
  return lintDockerfile(dockerfile, { severities, ...settings }, rules).some(
    (finding) => finding.rule === id,
  );
}

function quoted(value: string | readonly string[]): string {
  return JSON.stringify(value);
}
