import { lineStarts, offsetOf } from '../lib/lines.js';
import type { Span } from '../lib/span.js';
import { readYaml, YamlError, type YamlNode, yamlBudget } from '../lib/yaml.js';

/**
 * The places of all values that Kubernetes' Secrets and the generators of Kustomize have in a text: whoever made them secret
 * knows why, also where the name is `user`. Where a document cannot be read, such as a template, all after the first `data`
 * counts.
 */
export function secretObjectPlaces(text: string): Span[] {
  if (!SECRET.test(text)) return [];
  const places: Span[] = [];
  let offset = 0;
  for (const document of text.split(/^(?=---(?:\s|$))/m)) {
    for (const { start, end } of SECRET.test(document) ? placesIn(document) : [])
      places.push({ start: offset + start, end: offset + end });
    offset += document.length;
  }
  return places;
}

const SECRET = /\bkind["']?\s{0,9}:\s{0,9}["']?Secret\b|\bsecretGenerator\b/;

function placesIn(document: string): Span[] {
  const starts = lineStarts(document);
  try {
    return readYaml(document, {
      path: '',
      documents: 'many',
      maxDepth: 100,
      budget: yamlBudget(document.length, 1000),
      mergeKeys: true,
      endsLines: true,
      onUnsupported: () => {},
      onDuplicateKey: () => {},
    })
      .flatMap(secretValues)
      .map(({ range: { startLine, startColumn, endLine, endColumn } }) => ({
        start: offsetOf(starts, document, startLine, startColumn),
        end: offsetOf(starts, document, endLine, endColumn),
      }));
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    const start = document.search(/\b(?:data|stringData|literals)["']?\s{0,9}:/);
    return start < 0 ? [] : [{ start, end: document.length }];
  }
}

/** The values of a Secret, of the Secrets of a list, and of the literals of generators. */
function secretValues(node: YamlNode): YamlNode[] {
  const { entries, items } = node;
  const parts =
    entries.get('kind')?.scalar === 'Secret'
      ? ['data', 'stringData', 'binaryData', 'metadata'].map((key) => entries.get(key))
      : [];
  const [data, stringData, binaryData, metadata] = parts;
  const applied = metadata?.entries.get('annotations')?.entries.get(LAST_APPLIED);
  const generators = entries.get('secretGenerator')?.items ?? [];
  return [
    ...[data, stringData, binaryData, applied].flatMap(scalarsOf),
    ...generators.flatMap((one) => scalarsOf(one.entries.get('literals'))),
    ...[...items, ...(entries.get('items')?.items ?? [])].flatMap(secretValues),
  ];
}

/** kubectl writes the Secret there once more. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

function scalarsOf(node: YamlNode | undefined): YamlNode[] {
  if (!node) return [];
  return node.kind === 'scalar'
    ? [node]
    : [...node.entries.values(), ...node.items].flatMap(scalarsOf);
}
