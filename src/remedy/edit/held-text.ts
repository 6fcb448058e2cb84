import { quoted, type RefusedEdit, refused } from '../../core/edit-result.js';
import type { Edit } from '../../core/fix.js';
import type { Dockerfile, Instruction } from '../../dockerfile/parser/model.js';
import {
  declarationAt,
  type VariableDeclaration,
  variableValue,
} from '../../dockerfile/variables.js';
import { joinedValue, type Replacement, type Segment, segmentsOf } from './segments.js';

/** A text in an instruction of a Dockerfile. ARG and ENV may hold parts of it. */
export interface HeldText {
  readonly dockerfile: Dockerfile;
  readonly instruction: Instruction;
  /** Offsets in the file, end exclusive. */
  readonly start: number;
  readonly end: number;
  readonly from: string;
  readonly to: string;
  /** The parts to change so that the text stands for `to`; undefined if that is not possible. */
  readonly replace: (
    segments: readonly Segment[],
    to: string,
  ) => readonly Replacement[] | undefined;
  /** How often the file uses a variable of the text in the same way, so that all uses change together. */
  readonly sameUses: number;
}

/** What a text stands for; undefined if it has to be edited by hand. */
export function heldValue(
  dockerfile: Dockerfile,
  instruction: Instruction,
  { start, end }: Pick<HeldText, 'start' | 'end'>,
): string | undefined {
  const segments = segmentsAt(dockerfile, instruction, start, end);
  return segments && joinedValue(segments);
}

function segmentsAt(dockerfile: Dockerfile, instruction: Instruction, start: number, end: number) {
  const lookup = (name: string) => variableValue(dockerfile, instruction, name);
  return segmentsOf(dockerfile.source.text, start, end, lookup);
}

/** Variables that hold each other are followed this far. */
const MAX_DEPTH = 8;

/** The edits that make the text stand for `to`: in the text itself, or where a variable in it gets its value. */
export function editHeldText(held: HeldText, depth = 0): readonly Edit[] | RefusedEdit {
  const { dockerfile, instruction, start, end, from, to } = held;
  const { source } = dockerfile;
  const segments = segmentsAt(dockerfile, instruction, start, end);
  if (!segments || joinedValue(segments) !== from)
    return refused(
      `Line ${source.lineOf(start)} writes ${quoted(from)} in a way that needs a person`,
    );
  const replacements = held.replace(segments, to);
  if (!replacements)
    return refused(
      `Line ${source.lineOf(start)} puts ${quoted(from)} together from variables that cannot become ${quoted(to)}`,
    );
  const edits: Edit[] = [];
  for (const { segment, value } of replacements) {
    const result =
      segment.variable === undefined
        ? [{ ...source.range(segment.start, segment.end), text: value }]
        : editVariable(held, { segment, value }, segment.variable, depth);
    if ('kind' in result) return result;
    edits.push(...result);
  }
  return edits;
}

function editVariable(
  { dockerfile, instruction, replace, sameUses }: HeldText,
  { segment, value }: Replacement,
  name: string,
  depth: number,
): readonly Edit[] | RefusedEdit {
  const declaration = valueDeclaration(dockerfile, instruction, name);
  const written = declaration?.pair.value;
  if (!declaration || !written)
    return refused(`The value of the variable ${quoted(name)} is not in the file`);
  if (depth >= MAX_DEPTH) return refused(`The variable ${quoted(name)} is set through others`);
  const uses = usesOf(dockerfile, name);
  if (uses > sameUses)
    return refused(`The variable ${quoted(name)} is used in ${uses} places: change it by hand`);
  const held = {
    dockerfile,
    instruction: declaration.instruction,
    start: written.start,
    end: written.end,
    from: segment.value,
    to: value,
    replace,
    sameUses: 1,
  };
  return editHeldText(held, depth + 1);
}

/** Where a variable gets its value. `ARG NAME` in a stage takes the value of the global ARG. */
function valueDeclaration(
  dockerfile: Dockerfile,
  instruction: Instruction,
  name: string,
): VariableDeclaration | undefined {
  const declaration = declarationAt(dockerfile, instruction, name);
  const { stage } = declaration?.instruction ?? {};
  return declaration && !declaration.pair.value && stage
    ? declarationAt(dockerfile, stage.from, name)
    : declaration;
}

/** How often the file uses a variable, comments included. */
function usesOf({ text }: Dockerfile, name: string): number {
  return [...text.matchAll(/\$\{?([A-Za-z_]\w*)/g)].filter(([, used]) => used === name).length;
}
