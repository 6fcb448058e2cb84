import { nearestName } from '../../lib/nearest-name.js';
import { placeInInstruction } from '../instruction-range.js';
import type { Stage } from '../parser/model.js';
import { defineDockerfileRule } from '../rule.js';
import { lineage } from '../stages.js';
import { undefinedUses } from '../undefined-variables.js';

export default defineDockerfileRule({
  id: 'UndefinedVar',
  name: 'no-undefined-variable',
  severity: 'low',
  severityReason:
    'A mistake without an attacker: the variable is empty. Info where the base image may set it',
  practice: 'maintainability',
  title: 'Variable is used but not defined',
  why: 'The variable is empty, and a path or name silently loses a part. `check` asks the registry what the base image sets, and reports nothing where it does not know. `lint` asks no registry, and lists such variables as info.',
  remediation: 'Define the variable with ARG or ENV before its use, or correct its name',
  references: ['https://docs.docker.com/reference/build-checks/undefined-var/'],
  wrong: 'FROM scratch\nCOPY app $TARGET_DIR/',
  right: 'FROM scratch\nENV TARGET_DIR=/opt\nCOPY app $TARGET_DIR/',
  check(dockerfile, report) {
    const definedNames = new Set<string>(['PATH']);
    const { baseVariables } = dockerfile.config;
    for (const stage of dockerfile.stages) {
      const base = baseOf(stage, baseVariables);
      for (const instruction of stage.instructions) {
        for (const { name, at, isGuarded } of base ? undefinedUses(dockerfile, instruction) : []) {
          if (base?.variables.has(name) || (isGuarded && baseVariables)) continue;
          const near = nearestName(name, definedNames);
          const hint = near ? ` (did you mean $${near}?)` : '';
          report({
            ...placeInInstruction(instruction, at),
            ...(base?.isKnown && !isGuarded
              ? { message: `Variable $${name} is not defined${hint}` }
              : { ...GUESS, message: `Variable $${name} is not set in this file${hint}` }),
          });
        }
        if (instruction.keyword === 'ARG' || instruction.keyword === 'ENV') {
          for (const { key } of instruction.pairs)
            if (definedNames.size < MAX_NAMES) definedNames.add(key.value);
        }
      }
    }
  },
});

/** A finding that BuildKit reports about a variable that the base image can set, or that is not needed. */
const GUESS = { severity: 'info', confidence: 'low' } as const;

/** The variables that the external image of a stage sets. */
interface BaseVariables {
  readonly variables: ReadonlySet<string>;
  readonly isKnown: boolean;
}

/** Undefined if the image can set any variable, because it was looked up and its registry did not answer. */
function baseOf(
  stage: Stage,
  lookedUp: ReadonlyMap<string, ReadonlySet<string>> | undefined,
): BaseVariables | undefined {
  const image = lineage(stage).at(-1)?.image;
  if (image === 'scratch') return { variables: new Set(), isKnown: true };
  const variables = lookedUp?.get(image ?? '');
  if (variables) return { variables, isKnown: true };
  return lookedUp ? undefined : { variables: new Set(), isKnown: false };
}

/** The highest number of names that are compared for a suggestion. */
const MAX_NAMES = 500;
