import type { Range } from '../core/location.js';
import { groupBy } from '../lib/group-by.js';
import type { Dockerfile, Flag, Instruction } from './parser/model.js';
import { SCAN_ARGS } from './predefined-args.js';
import { lineage } from './stages.js';
import { findVariables, type VariableUse } from './text/expansion.js';
import type { Token } from './text/tokens.js';
import { declarationAt } from './variables.js';

/** The external images whose variables decide about a finding. */
export function imagesWithUnknownVariables(dockerfile: Dockerfile): string[] {
  const images = dockerfile.stages.flatMap((stage) => {
    const image = lineage(stage).at(-1)?.image;
    if (image === undefined || image === 'scratch') return [];
    const decides = stage.instructions.some((one) =>
      undefinedUses(dockerfile, one).some(({ isGuarded }) => !isGuarded),
    );
    return decides ? [image] : [];
  });
  return [...new Set(images)];
}

/** A variable that nothing in the file sets. */
export interface UndefinedUse {
  readonly name: string;
  readonly at: Range;
  /** Every use in the text handles that the variable is not set. */
  readonly isGuarded: boolean;
}

/** The variables that an instruction uses and that nothing in the file sets, each once per text. */
export function undefinedUses(dockerfile: Dockerfile, instruction: Instruction): UndefinedUse[] {
  return expandedTexts(instruction).flatMap(({ text, at, earlier }) => {
    const missing = text.filter(({ name }) => !isDeclared(dockerfile, instruction, name, earlier));
    return [...groupBy(missing, ({ name }) => name)].map(([name, uses]) => ({
      name,
      at,
      isGuarded: uses.every(({ modifier }) => GUARDS.has(modifier ?? '')),
    }));
  });
}

/** Modifiers that handle an unset variable: `${X:-default}`, `${X:+set}`, `${X:?error}`. */
const GUARDS: ReadonlySet<string> = new Set([':-', '-', ':+', '+', ':?', '?']);

interface ExpandedText {
  readonly text: readonly VariableUse[];
  readonly at: Range;
  /** Names that this instruction has already declared: ARG evaluates its pairs one by one. */
  readonly earlier?: ReadonlySet<string>;
}

function isDeclared(
  dockerfile: Dockerfile,
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
