import { imageName } from '../core/fingerprint.js';
import type { Range } from '../core/location.js';
import { groupBy } from '../lib/group-by.js';
import type { Dockerfile } from './parser/model.js';
import { stageReferences } from './parser/stage-builder.js';

/** The place of an image reference: offsets, end exclusive. */
interface Reference {
  readonly start: number;
  readonly end: number;
}

/**
 * The text that identifies a finding in a range: a line of the file, with each image as its repository. A new tag or digest,
 * which a fix may write, does not make another finding of the same problem.
 */
export function identityReader(dockerfile: Dockerfile): (at: Range) => string {
  const { source } = dockerfile;
  const references = groupBy(referencesOf(dockerfile), ({ end }) => source.lineOf(end));
  return (at) => {
    // Of several lines only the last one identifies the finding (see instruction-range.ts): the others may change.
    const startColumn = at.startLine === at.endLine ? at.startColumn : 1;
    const end = source.offsetOf(at.endLine, at.endColumn);
    let text = '';
    let start = source.offsetOf(at.endLine, startColumn);
    for (const one of references.get(at.endLine) ?? []) {
      if (one.start < start || one.end > end) continue;
      text += source.text.slice(start, one.start);
      text += source.text.slice(one.start, one.end).replace(REFERENCE, imageName);
      start = one.end;
    }
    return (text + source.text.slice(start, end)).replace(/\s+/g, ' ').trim();
  };
}

/** The image in a token: all of it, or the field `from` of a mount. */
const REFERENCE = /(?<=(?:^|,)from=)[^,]+|^(?![\w-]+=)\S+/g;

/** The images that a Dockerfile names, in order. */
function referencesOf({ source, directives, stages }: Dockerfile): Reference[] {
  const syntax = directives.flatMap(({ name, valueRange: at }) =>
    name === 'syntax'
      ? {
          start: source.offsetOf(at.startLine, at.startColumn),
          end: source.offsetOf(at.endLine, at.endColumn),
        }
      : [],
  );
  return [
    ...syntax,
    ...stages.flatMap(({ from, instructions }) => [
      from.image,
      ...instructions.flatMap(stageReferences),
    ]),
  ];
}
