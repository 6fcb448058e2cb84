import { PortsideError } from '../../../lib/errors.js';
import { baseName } from '../../../lib/paths.js';
import { isKustomization } from '../../manifest-kind.js';
import {
  isRepeatedKey,
  type ManifestNode,
  readManifestYaml,
  TemplateError,
} from '../../manifest-yaml.js';
import { textOf } from '../../yaml-values.js';
import { RenderGap } from './budget.js';
import { relocated } from './inline-text.js';
import { withEntry, withItems } from './node-edits.js';

/** The files that kustomizations read; each is parsed once. */
export interface DocumentSource {
  readonly hasFile: (path: string) => boolean;
  /** Throws RenderGap for a file that is missing or not valid YAML. */
  readonly documents: (path: string) => readonly ManifestNode[];
  readonly text: (path: string) => string | undefined;
  /** Whether `.gitignore` lists the file, which is made elsewhere. */
  readonly isIgnored: (path: string) => boolean;
  /** None for a file that is missing. */
  readonly lines: (path: string) => readonly string[];
}

/** A source that reads files of the repository. */
export function documentSource(
  readFile: (path: string) => string | undefined,
  isIgnored: (path: string) => boolean = () => false,
): DocumentSource {
  const texts = new Map<string, string | undefined>();
  const lines = new Map<string, readonly string[]>();
  const parsed = new Map<string, readonly ManifestNode[] | RenderGap>();
  const text = (path: string) => {
    if (!texts.has(path)) texts.set(path, readFile(path));
    return texts.get(path);
  };
  return {
    text,
    isIgnored,
    lines: (path) => {
      const known = lines.get(path) ?? text(path)?.split('\n') ?? [];
      lines.set(path, known);
      return known;
    },
    hasFile: (path) => text(path) !== undefined,
    documents: (path) => {
      const canRepeat = isKustomization(baseName(path));
      const known = parsed.get(path) ?? parseFile(path, text(path), canRepeat);
      parsed.set(path, known);
      if (known instanceof RenderGap) throw known;
      return known;
    },
  };
}

function parseFile(
  path: string,
  text: string | undefined,
  canRepeat = false,
): readonly ManifestNode[] | RenderGap {
  if (text === undefined) return new RenderGap(`${path} cannot be read`);
  try {
    return parse(text, path, canRepeat);
  } catch (error) {
    if (error instanceof RenderGap) return error;
    if (error instanceof TemplateError) return new RenderGap(`${path} is an unrendered template`);
    if (error instanceof PortsideError) return new RenderGap(`${path} is not valid YAML`);
    throw error;
  }
}

function parse(text: string, path: string, canRepeat: boolean): readonly ManifestNode[] {
  const notes: string[] = [];
  const documents = readManifestYaml(text, path, notes);
  // What the reader skips, Kustomize refuses or reads. Of its own keys it takes the last value too.
  const [note] = notes.filter((one) => !(canRepeat && isRepeatedKey(one)));
  if (note !== undefined) throw new RenderGap(`${path} cannot be read completely: ${note}`);
  const written = documents.filter(({ kind, scalar }) => kind !== 'scalar' || scalar !== null);
  const last = written.at(-1);
  const isCut = last && !text.endsWith('\n') && (!/["'}\]]$/.test(text) || endsWith(last, text));
  return isCut ? [...written.slice(0, -1), withoutLastLineBreak(last)] : written;
}

/** Whether the last value is a block whose last line is that of the text, such as a brace. */
function endsWith(node: ManifestNode, text: string): boolean {
  const child = node.items.at(-1) ?? [...node.entries.values()].at(-1);
  if (child) return endsWith(child, text);
  const lastLine = (one: string) => one.trimEnd().split('\n').at(-1)?.trim();
  return typeof node.scalar === 'string' && lastLine(node.scalar) === lastLine(text);
}

/** The documents of a patch that is written in a kustomization, with the places of their lines there. Throws RenderGap. */
export function parsePatchText(
  node: ManifestNode,
  source: Pick<DocumentSource, 'lines'>,
  kind: 'text' | 'trimmed',
): readonly ManifestNode[] {
  const { path, startLine } = node.range;
  const text = kind === 'text' ? textOf(node) : textOf(node).trimEnd();
  const found = parseFile(path, text);
  if (found instanceof RenderGap)
    throw new RenderGap(`the patch in line ${startLine} of ${path} is not valid YAML`);
  return relocated(found, node, source.lines(path));
}

/** A block at the end of a text without a line break has none either. */
function withoutLastLineBreak(node: ManifestNode): ManifestNode {
  if (typeof node.scalar === 'string') return { ...node, scalar: node.scalar.replace(/\n+$/, '') };
  const item = node.items.at(-1);
  if (item) return withItems(node, [...node.items.slice(0, -1), withoutLastLineBreak(item)]);
  const [key, value] = [...node.entries].at(-1) ?? [];
  return key === undefined || !value ? node : withEntry(node, key, withoutLastLineBreak(value));
}
