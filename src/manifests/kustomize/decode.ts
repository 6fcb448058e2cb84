import type { ManifestNode } from '../manifest-yaml.js';
import { KUSTOMIZATION, type KustomizationField } from './fields.js';

/** A value with its keys as Kustomize calls them. */
interface Decoded {
  readonly node: ManifestNode;
  /** What Kustomize refuses in it, one sentence part each. */
  readonly misfits: readonly string[];
}

/**
 * Finds the fields of a value as Go decodes JSON: the case of a key does not matter. Kustomize refuses unknown keys in its own
 * files, and ignores them in the configuration of plugins and in files of replacements.
 * Source: Go, encoding/json, "Unmarshal".
 */
export function decode(
  node: ManifestNode,
  field: KustomizationField,
  unknownKeys: 'refused' | 'ignored' = 'refused',
): Decoded {
  const misfits: string[] = [];
  const note = (what: string, { range }: Pick<ManifestNode, 'range'>, problem: string) => {
    misfits.push(`${what} in line ${range.startLine} of ${range.path} ${problem}`);
  };
  return { node: visit(node, field, { note, unknownKeys, name: 'the value' }), misfits };
}

/** The kustomization with the keys that Kustomize knows as it calls them. */
export function withKnownKeys(document: ManifestNode): ManifestNode {
  return decode(document, KUSTOMIZATION).node;
}

interface DecodeContext {
  readonly note: (what: string, at: Pick<ManifestNode, 'range'>, problem: string) => void;
  readonly unknownKeys: 'refused' | 'ignored';
  /** The key of the value. */
  readonly name: string;
}

function visit(
  node: ManifestNode,
  field: KustomizationField,
  context: DecodeContext,
): ManifestNode {
  if (field === 'any' || (node.kind === 'scalar' && node.scalar === null)) return node;
  if (typeof field === 'object') {
    if (isList(field)) return visitList(node, field[0], context);
    if (field instanceof Map) return visitMap(node, field, (key) => key, context);
    return visitMap(node, new Map(Object.entries(field)), folded, context);
  }
  if (field === 'text') checkText(node, context);
  else if (field === 'texts' && node.kind === 'map')
    for (const value of node.entries.values()) checkText(value, context);
  else if (field === 'texts') context.note(context.name, node, 'is not a map');
  else if (field === 'flag' && !isFlag(node))
    context.note(context.name, node, 'is not true or false');
  else if (field === 'integer' && !Number.isInteger(node.scalar))
    context.note(context.name, node, 'is not a whole number');
  return node;
}

function isList(
  field: Exclude<KustomizationField, string>,
): field is readonly [KustomizationField] {
  return Array.isArray(field);
}

function visitList(
  node: ManifestNode,
  field: KustomizationField,
  context: DecodeContext,
): ManifestNode {
  if (node.kind === 'list')
    return { ...node, items: node.items.map((item) => visit(item, field, context)) };
  context.note(context.name, node, 'is not a list');
  return node;
}

function visitMap(
  node: ManifestNode,
  fields: ReadonlyMap<string, KustomizationField>,
  identify: (key: string) => string,
  context: DecodeContext,
): ManifestNode {
  if (node.kind !== 'map') {
    context.note(context.name, node, 'is not a map');
    return node;
  }
  const names = new Map([...fields.keys()].map((name) => [identify(name), name]));
  const entries = new Map<string, ManifestNode>();
  for (const [key, value] of node.entries) {
    const name = names.get(identify(key)) ?? key;
    const field = fields.get(name);
    const shown = `the key "${key.slice(0, 60)}"`;
    const at = { range: value.key };
    if (field === undefined && context.unknownKeys === 'refused')
      context.note(shown, at, 'is unknown to Kustomize');
    if (field !== undefined && entries.has(name)) context.note(shown, at, 'is set twice');
    entries.set(name, field === undefined ? value : visit(value, field, { ...context, name }));
  }
  return { ...node, entries };
}

/** Source: Go, encoding/json, `foldName`: two letters beyond ASCII are the same as one of it. */
function folded(key: string): string {
  return key
    .replace(/[A-Z]/g, (letter) => letter.toLowerCase())
    .replaceAll('\u017f', 's')
    .replaceAll('\u212a', 'k');
}

/** A number, or a word that YAML 1.1 reads as true or false, such as `yes` without quotes, is no text. */
function checkText(node: ManifestNode, { note }: DecodeContext): void {
  const { kind, scalar } = node;
  if (kind === 'scalar' && scalar === null) return;
  if (typeof scalar === 'string' && !isPlainBoolean(node)) return;
  const value = kind === 'scalar' ? String(scalar).slice(0, 50) : `a ${kind}`;
  note(value, node, 'is not a text (write it in quotes)');
}

function isFlag(node: ManifestNode): boolean {
  return typeof node.scalar === 'boolean' || isPlainBoolean(node);
}

function isPlainBoolean({ scalar, range }: ManifestNode): boolean {
  return (
    typeof scalar === 'string' &&
    range.startLine === range.endLine &&
    range.endColumn - range.startColumn === scalar.length &&
    BOOLEAN.test(scalar)
  );
}

/** Source: YAML 1.1, "bool". */
const BOOLEAN = /^(?:y|Y|yes|Yes|YES|n|N|no|No|NO|on|On|ON|off|Off|OFF)$/;
