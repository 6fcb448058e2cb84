import { type EditResult, refused } from '../core/edit-result.js';
import type { Edit, Fix } from '../core/fix.js';
import type { Range } from '../core/location.js';
import { keyedScalars, type ManifestText } from './manifest-document.js';
import type { ManifestNode } from './manifest-yaml.js';
import { textOf } from './yaml-values.js';

/** The Dockerfile on a line of a Compose file, in a `dockerfile_inline`. */
export interface InlineDockerfile {
  readonly text: string;
  /** The lines of the Compose file before its first line. */
  readonly linesBefore: number;
  /** The edits of the Dockerfile as edits of the Compose file. */
  readonly outer: (result: EditResult) => EditResult;
}

/** The Dockerfiles of a Compose file that are written in lines of their own, so that each line of them has a line of the file. */
export function inlineDockerfiles(
  manifest: ManifestText,
): readonly Pick<InlineDockerfile, 'text' | 'linesBefore'>[] {
  return keyedScalars(manifest)
    .filter(({ key, node }) => key === 'dockerfile_inline' && isLiteral(manifest, node))
    .map(({ node }) => ({ text: textOf(node), linesBefore: node.range.startLine }));
}

function isLiteral(manifest: ManifestText, node: ManifestNode): boolean {
  return manifest.written(node).startsWith('|');
}

/** Undefined if the line is in no `dockerfile_inline`. */
export function inlineDockerfileAt(
  manifest: ManifestText,
  line: number,
): InlineDockerfile | undefined {
  const found = keyedScalars(manifest).find(
    ({ key, node: { range } }) =>
      key === 'dockerfile_inline' && range.startLine <= line && line <= range.endLine,
  );
  if (!found) return undefined;
  const { node } = found;
  const inner = textOf(node);
  const isEditable = isLiteral(manifest, node) && !COMPOSE_VARIABLE.test(inner);
  const outer = (result: EditResult) =>
    result.kind === 'edits' ? moveEdits(result, manifest.lines, node) : result;
  const byHand = () =>
    refused('The Dockerfile in the Compose file has quotes or variables: change it by hand');
  return {
    text: inner,
    linesBefore: node.range.startLine,
    outer: isEditable ? outer : byHand,
  };
}

/**
 * The fix of a Dockerfile in a Compose file as one of the Compose file, whose lines are given. Undefined for a Dockerfile that
 * is not a literal block, and if a dollar sign is in the lines or in the new text: Compose may replace what follows it.
 */
export function fixInCompose(
  fix: Fix,
  node: ManifestNode,
  lines: readonly string[],
): Fix | undefined {
  const { startLine } = node.range;
  if (!/\|[\d+-]*\s*(?:#.*)?$/.test(lines[startLine - 1] ?? '')) return undefined;
  const hasDollar = fix.edits.some((edit) =>
    [edit.text, ...lines.slice(startLine + edit.startLine - 1, startLine + edit.endLine)].some(
      (text) => text.includes('$'),
    ),
  );
  const moved = hasDollar ? undefined : moveEdits({ kind: 'edits', ...fix }, lines, node);
  return moved?.kind === 'edits' ? { ...fix, edits: moved.edits } : undefined;
}

/** Compose replaces variables in the Dockerfile, except after a second dollar sign. */
const COMPOSE_VARIABLE = /(?<!\$)(?:\$\$)*\$(?:\w|\{)/;

/** Moves edits to the lines of the file. Undone indentation is added again. */
function moveEdits(
  result: Extract<EditResult, { kind: 'edits' }>,
  lines: readonly string[],
  node: ManifestNode,
): EditResult {
  const innerLines = textOf(node).split('\n');
  const indentOf = (line: number): number | undefined => {
    const written = (lines[node.range.startLine + line - 1] ?? '').replace(/\r$/, '');
    const inner = innerLines[line - 1] ?? '';
    const indent = written.length - inner.length;
    return indent > 0 && written === ' '.repeat(indent) + inner ? indent : undefined;
  };
  const edits: Edit[] = [];
  for (const edit of result.edits) {
    const [first, last] = [indentOf(edit.startLine), indentOf(edit.endLine)];
    if (first === undefined || last === undefined)
      return refused('The Dockerfile in the Compose file is written in a way that needs a person');
    const newline = lines.some((line) => line.endsWith('\r')) ? '\r\n' : '\n';
    const range: Range = {
      startLine: node.range.startLine + edit.startLine,
      startColumn: edit.startColumn + first,
      endLine: node.range.startLine + edit.endLine,
      endColumn: edit.endColumn + last,
    };
    const text = edit.text.replace(/\r?\n/g, `${newline}${' '.repeat(first)}`);
    edits.push({ ...range, text });
  }
  return { ...result, edits };
}
