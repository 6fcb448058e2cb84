import type { Range } from '../../core/location.js';
import { nearestName } from '../../lib/nearest-name.js';
import { rangeFromInstruction } from '../instruction-range.js';
import { findVariables, type VariableUse } from '../parser/expansion.js';
import type { Flag, Instruction } from '../parser/model.js';
import type { Token } from '../parser/tokens.js';
import { SCAN_ARGS } from '../predefined-args.js';
import { defineRule, type LintSubject } from '../rule.js';
import { lineage } from '../stages.js';
import { declarationAt } from '../variables.js';

export default defineRule({
  id: 'UndefinedVar',
  name: 'no-undefined-variable',
  severity: 'low',
  practice: 'maintainability',
  title: 'Variable is used but not defined',
  why: 'Unless the base image sets it, the variable is empty, and a path or name silently loses a part.',
  remediation: 'Define the variable with ARG or ENV before its use, or correct its name',
  references: ['https://docs.docker.com/reference/build-checks/undefined-var/'],
  wrong: 'FROM debian:12\nCOPY app $TARGET_DIR/',
  right: 'FROM debian:12\nENV TARGET_DIR=/opt\nCOPY app $TARGET_DIR/',
  check(dockerfile, report) {
    const definedNames = new Set<string>(['PATH']);
    for (const stage of dockerfile.stages) {
      // An external base image may set the variable.
      const confidence = lineage(stage).at(-1)?.image === 'scratch' ? 'high' : 'medium';
      for (const instruction of stage.instructions) {
        for (const { text, at, earlier } of expandedTexts(instruction)) {
          const missing = new Set(
            text.flatMap(({ name }) =>
              isDeclared(dockerfile, instruction, name, earlier) ? [] : [name],
            ),
          );
          for (const name of missing) {
            const near = nearestName(name, definedNames);
            report({
              at: rangeFromInstruction(instruction, at),
              confidence,
              message: `Variable $${name} is not defined${near ? ` (did you mean $${near}?)` : ''}`,
            });
          }
        }
        if (instruction.keyword === 'ARG' || instruction.keyword === 'ENV') {
          for (const { key } of instruction.pairs)
            if (definedNames.size < MAX_NAMES) definedNames.add(key.value);
        }
      }
    }
  },
});

/** The highest number of names that are compared for a suggestion. */
const MAX_NAMES = 500;

interface ExpandedText {
  readonly text: readonly VariableUse[];
  readonly at: Range;
  /** Names that this instruction has already declared: ARG evaluates its pairs one by one. */
  readonly earlier?: ReadonlySet<string>;
}

function isDeclared(
  dockerfile: LintSubject,
  instruction: Instruction,
  name: string,
  earlier: ReadonlySet<string> | undefined,
): boolean {
  if (name === 'PATH' || SCAN_ARGS.has(name) || earlier?.has(name)) return true;
  return declarationAt(dockerfile, instruction, name) !== undefined;
}

/** The parts of an instruction that BuildKit expands. Source: BuildKit instructions/commands.go. */
function expandedTexts(instruction: Instruction): ExpandedText[] {
  const words = (list: readonly Token[]) =>
    list.flatMap(({ variables, value, range }) => {
      // The strings of a JSON form are expanded as well.
      const text = instruction.json ? findVariables(value) : variables;
      return text.length > 0 ? [{ text, at: range }] : [];
    });
  const flags = (...names: string[]) =>
    words(
      instruction.flags.flatMap(({ name, valueToken }: Flag) =>
        names.includes(name) && valueToken ? [valueToken] : [],
      ),
    );
  switch (instruction.keyword) {
    case 'ENV':
    case 'LABEL':
      return words(instruction.pairs.flatMap(({ key, value }) => (value ? [key, value] : [key])));
    case 'ARG': {
      const earlier = new Set<string>();
      return instruction.pairs.flatMap(({ key, value }) => {
        const known = new Set(earlier);
        earlier.add(key.value);
        return value ? words([value]).map((text) => ({ ...text, earlier: known })) : [];
      });
    }
    case 'ADD':
    case 'COPY': {
      const { sources, destination, heredocs } = instruction;
      return [
        ...flags('chown', 'chmod', 'checksum'),
        ...words(destination ? [...sources, destination] : sources),
        ...heredocs.flatMap(({ expand, content, range }) => {
          // Quotes have no meaning in a heredoc.
          const text = expand ? findVariables(content.replace(/['"]/g, ' ')) : [];
          return text.length > 0 ? [{ text, at: range }] : [];
        }),
      ];
    }
    case 'RUN':
      return flags('mount');
    case 'STOPSIGNAL':
    case 'USER':
    case 'VOLUME':
    case 'WORKDIR':
      return words(instruction.args);
    default:
      return [];
  }
}
