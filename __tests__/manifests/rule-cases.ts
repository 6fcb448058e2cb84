import { describe, expect, it } from '@jest/globals';
import { manifestRules } from '../../src/manifests/rules/index.js';
import { markedTexts } from './lint-text.js';

/** A manifest, and the texts that a rule marks in it. */
export type RuleCase = readonly [manifest: string, marked: readonly string[]];

/** Tests a rule with a table of manifests and with its own examples. */
export function testRule(rule: string, cases: readonly RuleCase[]): void {
  const { wrong, right } = manifestRules.find(({ id }) => id === rule) ?? {};
  describe(rule, () => {
    const named = cases.map(([text, marked]) => {
      const outcome = marked.length === 0 ? 'nothing' : marked.join(', ');
      return [outcome, text, marked] as const;
    });
    it.each(named)('marks %s in %j', (_, text, marked) => {
      expect(markedTexts(rule, text)).toEqual(marked);
    });
    if (wrong === undefined || right === undefined) return;
    it('reports its wrong example and not the right one', () => {
      expect(markedTexts(rule, wrong)).not.toEqual([]);
      expect(markedTexts(rule, right)).toEqual([]);
    });
  });
}

/** A Compose file whose service has these lines. */
export function service(lines: string): string {
  return `services:\n  app:\n    image: x:1\n    ${lines}\n`;
}

/** A pod whose spec has these lines. */
export function pod(lines: string): string {
  return `kind: Pod\nmetadata: { name: p }\nspec:\n  ${lines}\n`;
}

/** A pod whose container has these lines. */
export function container(lines: string): string {
  return pod(`containers:\n    - name: c\n      image: x:1\n      ${lines}`);
}

/** A pod whose container has this security context. */
export function securityContext(fields: string): string {
  return container(`securityContext: { ${fields} }`);
}

/** A Role or ClusterRole with one rule. */
export function role(kind: 'Role' | 'ClusterRole', rule: string, name = 'app'): string {
  return `kind: ${kind}\nmetadata: { name: "${name}" }\nrules:\n  - { ${rule} }\n`;
}

/** A binding with one subject. */
export function binding(subject: string, roleName = 'app'): string {
  return `kind: RoleBinding\nmetadata: { name: b }\nroleRef: { name: "${roleName}" }\nsubjects:\n  - { ${subject} }\n`;
}

/** A workflow of GitHub whose job has these steps, started by an event. */
export function workflow(steps: string, on = 'push'): string {
  const lines = steps.split('\n').map((line) => `      ${line}`);
  return `on: ${on}\npermissions: {}\njobs:\n  build:\n    runs-on: x\n    steps:\n${lines.join('\n')}\n`;
}

/** Replaces `§` by a dollar: linters report `${…}` in a plain string as a mistake. */
export function withDollars(text: string): string {
  return text.replaceAll('§', '$');
}
