import { type EditResult, refused } from '../../core/edit-result.js';
import { splitReference } from '../../core/reference.js';
import type { Dockerfile, Instruction } from '../../dockerfile/parser/model.js';
import { parseDockerfile } from '../../dockerfile/parser/parse.js';
import { stageReferences } from '../../dockerfile/parser/stage-builder.js';
import type { Token } from '../../dockerfile/text/tokens.js';
import { expandedAt } from '../../dockerfile/variables.js';
import { editHeldText, heldValue } from './held-text.js';
import { type EditPlace, editPlace, type Wanted } from './places.js';
import { joinedValue, type Replacement, replaceOne, type Segment, splitAt } from './segments.js';

/** The edits that replace an image in FROM, COPY --from or RUN --mount, or in the ARG that holds it. */
export function editDockerfileImage(text: string, path: string, wanted: Wanted): EditResult {
  const dockerfile = parseDockerfile(path, text);
  return editPlace(imagePlaces(dockerfile, wanted), wanted);
}

interface ImageUse {
  readonly instruction: Instruction;
  readonly token: Token;
}

/** The images that a Dockerfile pulls; not the names of its own stages. */
function imagePlaces(dockerfile: Dockerfile, wanted: Wanted): EditPlace[] {
  const uses = dockerfile.stages.flatMap((stage): ImageUse[] => {
    const base = stage.parent ? [] : [{ instruction: stage.from, token: stage.from.image }];
    const stages = new Set(stage.uses.map(({ token }) => token.start));
    const others = stage.instructions.flatMap((instruction) =>
      stageReferences(instruction)
        .filter((token) => !stages.has(token.start) && !/^\d+$/.test(token.value))
        .map((token) => ({ instruction, token })),
    );
    return [...base, ...others];
  });
  const { from, to } = wanted;
  return uses.map(({ instruction, token }) => {
    const span = spanOf(dockerfile, token);
    const says =
      (span && heldValue(dockerfile, instruction, span)) ??
      expandedAt(dockerfile, instruction, token);
    return {
      line: dockerfile.source.lineOf(span?.start ?? token.start),
      startLine: instruction.startLine,
      endLine: instruction.endLine,
      says,
      state: says === to ? 'to' : says === from ? 'from' : 'other',
      edits: () => {
        if (!span) return refused(`Line ${instruction.startLine} breaks the reference over lines`);
        const same = uses.filter((use) => use.token.raw === token.raw && isFrom(use));
        const sameUses = Math.max(1, same.length);
        const replace = replaceReference;
        const held = { dockerfile, instruction, ...span, from, to, replace, sameUses };
        const result = editHeldText(held);
        return 'kind' in result && to.includes('@') && !from.includes('@')
          ? refused(`${result.reason}. A digest would win over a variable in the reference`)
          : result;
      },
    };
  });
}

function isFrom({ instruction }: ImageUse): boolean {
  return instruction.keyword === 'FROM';
}

/** Where the reference is in the file. That of RUN --mount is a part of the flag. */
function spanOf({ source }: Dockerfile, { raw, start, end }: Token) {
  const written = source.text.slice(start, end);
  if (written === raw) return { start, end };
  const match = /(?:^"?|[,"])\s*from=/i.exec(written);
  const at = match ? match.index + match[0].length : -1;
  return at >= 0 && written.startsWith(raw, at)
    ? { start: start + at, end: start + at + raw.length }
    : undefined;
}

/** The parts of a reference to change. Name, tag and digest may each have one. */
function replaceReference(
  segments: readonly Segment[],
  to: string,
): readonly Replacement[] | undefined {
  const from = joinedValue(segments);
  const whole = replaceOne(segments, to);
  if (to.includes('@') && !from.includes('@')) {
    // A digest after a tag from a variable would win over the value that `--build-arg` gives.
    const [changed] = whole ?? [];
    if (!changed || changed.segment.variable !== undefined) return whole;
    const path = splitAt(segments, from.lastIndexOf('/') + 1);
    return path?.[1].every(({ variable }) => variable === undefined) ? whole : undefined;
  }
  if (whole) return whole;
  const at = from.indexOf('@');
  if (at >= 0 && to.includes('@')) return replaceHalves(segments, at, to, to.indexOf('@'));
  const [colon, colonOfTo] = [tagStart(from), tagStart(to)];
  return colon && colonOfTo ? replaceHalves(segments, colon, to, colonOfTo) : undefined;
}

function replaceHalves(
  segments: readonly Segment[],
  at: number,
  to: string,
  atOfTo: number,
): readonly Replacement[] | undefined {
  const halves = splitAt(segments, at);
  const [first, second] = [to.slice(0, atOfTo), to.slice(atOfTo)];
  const left = halves && replaceReference(halves[0], first);
  const right = halves && replaceOne(halves[1], second);
  return left && right && [...left, ...right];
}

/** The offset of the colon before the tag; undefined without a tag. */
function tagStart(reference: string): number | undefined {
  const { name, tag } = splitReference(reference);
  return tag === undefined ? undefined : name.length;
}
