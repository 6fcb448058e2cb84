import type { Fix } from '../../core/fix.js';
import type { Dockerfile, EnvInstruction } from '../parser/model.js';
import { defineDockerfileRule } from '../rule.js';
import type { Source } from '../text/source.js';
import type { Pair } from '../text/tokens.js';
import { declarationAt } from '../variables.js';

export default defineDockerfileRule({
  id: 'DL3044',
  name: 'no-env-use-before-set',
  severity: 'low',
  severityReason:
    'A mistake without an attacker: the variable has another value than the line says',
  practice: 'maintainability',
  affectsBuild: true,
  title: 'ENV refers to a variable that the same ENV sets',
  why: 'All values of an ENV are expanded before any of its variables is set, so the variable is still empty or has its old value.',
  remediation: 'Set the variable in a separate ENV before this one',
  // The variable gets another value.
  fixMayBreak: true,
  references: ['https://docs.docker.com/reference/dockerfile/#environment-replacement'],
  wrong: 'FROM debian:12\nENV BASE=/opt APP=$BASE/app',
  right: 'FROM debian:12\nENV BASE=/opt\nENV APP=$BASE/app',
  check(dockerfile, report) {
    const { source } = dockerfile;
    const outside = new Set<string>();
    const repeated = repeatedNames(dockerfile);
    for (const instruction of dockerfile.instructions) {
      if (instruction.keyword !== 'ENV' && instruction.keyword !== 'ARG') continue;
      const { pairs, stage } = instruction;
      if (instruction.keyword === 'ENV' && pairs.length > 1) {
        const counts = new Map<string, number>();
        for (const { key } of pairs) counts.set(key.value, (counts.get(key.value) ?? 0) + 1);
        const isKnown = (name: string) =>
          repeated.has(name) &&
          (stage ? declarationAt(dockerfile, instruction, name) !== undefined : outside.has(name));
        const set = new Set<string>();
        pairs.forEach((pair, i) => {
          const { key, value } = pair;
          const names = value?.raw.includes('$') ? value.variables.map(({ name }) => name) : [];
          // A pair that refers to its own key means the value before this ENV: `PATH=/opt/bin:$PATH`.
          const early = names.find(
            (name) => (counts.get(name) ?? 0) > (key.value === name ? 1 : 0) && !isKnown(name),
          );
          if (value && early !== undefined) {
            const fix =
              stage && set.has(early)
                ? splitFix(source, instruction, pairs[i - 1], pair)
                : undefined;
            const message = `ENV refers to ${early}, which the same ENV sets`;
            report({ at: value.range, message, fix });
          }
          set.add(key.value);
        });
      }
      if (!stage) for (const { key } of pairs) outside.add(key.value);
    }
  },
});

/** The names that more than one instruction sets: only these can have a value before the ENV that sets them. */
function repeatedNames({ instructions }: Dockerfile): ReadonlySet<string> {
  const once = new Set<string>();
  const repeated = new Set<string>();
  for (const instruction of instructions) {
    if (instruction.keyword !== 'ENV' && instruction.keyword !== 'ARG') continue;
    for (const name of new Set(instruction.pairs.map(({ key }) => key.value))) {
      if (once.has(name)) repeated.add(name);
      once.add(name);
    }
  }
  return repeated;
}

/** Starts a new ENV at the pair that uses the variable. */
function splitFix(
  source: Source,
  { keywordToken, innerComments }: EnvInstruction,
  previous: Pair | undefined,
  pair: Pair,
): Fix | undefined {
  if (!previous || innerComments.length > 0) return undefined;
  const newline = source.text.includes('\r\n') ? '\r\n' : '\n';
  const edit = {
    ...source.range(previous.end, pair.start),
    text: `${newline}${keywordToken.raw} `,
  };
  return { description: 'Start a new ENV here', edits: [edit] };
}
