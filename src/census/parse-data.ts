import { parseJson } from '../lib/json.js';
import { readYaml, type YamlNode, yamlBudget } from '../lib/yaml.js';

const MAX_DEPTH = 100;
/** Nodes that aliases may add to the written ones. */
const MAX_ALIASED_NODES = 50_000;

/** The documents of a JSON or YAML text as plain values; undefined if it cannot be parsed. JSON may have comments. */
export function parseData(path: string, text: string): readonly unknown[] | undefined {
  try {
    return /\.jsonc?$/i.test(path) ? [parseCommentedJson(text)] : parseYaml(path, text);
  } catch {
    // Templates are found by their words.
    return undefined;
  }
}

function parseCommentedJson(text: string): unknown {
  try {
    return parseJson(Buffer.from(text), MAX_DEPTH);
  } catch {
    return parseJson(Buffer.from(withoutComments(text)), MAX_DEPTH);
  }
}

/** Texts are kept; what has no end goes up to the end, so that each character is looked at once. */
const TEXT_OR_COMMENT = /"(?:\\[\s\S]|[^"\\])*(?:"|\\?$)|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g;

/** JSON without comments, and without commas before a closing bracket. Source: jsonc.org. */
function withoutComments(text: string): string {
  return text
    .replace(TEXT_OR_COMMENT, (part) => (part.startsWith('"') ? part : ' '))
    .replace(/,(?=\s*[}\]])/g, ' ');
}

function parseYaml(path: string, text: string): unknown[] {
  const documents = readYaml(text.replace(/^\ufeff/, ''), {
    path,
    documents: 'many',
    maxDepth: MAX_DEPTH,
    budget: yamlBudget(text.length, MAX_ALIASED_NODES),
    mergeKeys: true,
    onUnsupported: () => undefined,
    onDuplicateKey: () => undefined,
  });
  const known = new Map<YamlNode, unknown>();
  return documents.map((document) => plainValue(document, known));
}

/** The value without its places. An alias is the value that it names, so it is converted once. */
function plainValue(node: YamlNode, known: Map<YamlNode, unknown>): unknown {
  if (node.kind === 'scalar') return node.scalar;
  if (!known.has(node))
    known.set(
      node,
      node.kind === 'list'
        ? node.items.map((item) => plainValue(item, known))
        : Object.fromEntries(
            [...node.entries].map(([key, value]) => [key, plainValue(value, known)]),
          ),
    );
  return known.get(node);
}
