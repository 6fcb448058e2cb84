import { isAlias, isMap, isScalar, isSeq, parseAllDocuments, visit } from 'yaml';
import { insertAt, lineAt } from './repository.mjs';

const COMPOSE = /(?:^|\/)(?:docker-)?compose[^/]*\.ya?ml$/i;
const WORKFLOW = /^\.github\/workflows\/[^/]+\.ya?ml$/;
const WORKLOADS = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob', 'Pod']);

/** A file as documents with positions; undefined if it is a template or not valid. */
export function parsed(repository, path) {
  const text = repository.read(path);
  if (text.includes('{{') && !WORKFLOW.test(path)) return undefined;
  if (text.includes('\r') || text.includes('\t')) return undefined;
  const documents = parseAllDocuments(text, { keepSourceTokens: true, uniqueKeys: true });
  if (!Array.isArray(documents) || documents.some(({ errors }) => errors.length > 0))
    return undefined;
  return { id: path, path, text, documents };
}

/** The Compose files with services. */
export function composeFiles(repository) {
  return repository
    .files(COMPOSE)
    .map((path) => parsed(repository, path))
    .filter((file) => file?.documents.length === 1 && isMap(file.documents[0].get('services')));
}

/** The services of all Compose files that are block mappings: file, name, and the pair. */
export function services(repository) {
  return composeFiles(repository).flatMap((file) =>
    file.documents[0]
      .get('services')
      .items.filter(({ key, value }) => isScalar(key) && isBlockMap(value))
      .map((pair) => ({
        id: `${file.path} ${pair.key.value}`,
        file,
        name: String(pair.key.value),
        pair,
        map: pair.value,
      })),
  );
}

export function workflowFiles(repository) {
  return repository
    .files(WORKFLOW)
    .map((path) => parsed(repository, path))
    .filter((file) => file?.documents.length === 1 && isMap(file.documents[0].get('jobs')));
}

/** The jobs of all workflows that are block mappings. */
export function jobs(repository) {
  return workflowFiles(repository).flatMap((file) =>
    file.documents[0]
      .get('jobs')
      .items.filter(({ value }) => isBlockMap(value))
      .map((pair) => ({
        id: `${file.path} ${pair.key.value}`,
        file,
        name: String(pair.key.value),
        pair,
      })),
  );
}

/** Files with objects of Kubernetes. */
export function objectFiles(repository) {
  return repository
    .files(/\.ya?ml$/)
    .filter(
      (path) => !WORKFLOW.test(path) && !COMPOSE.test(path) && !/kustomization\.ya?ml$/.test(path),
    )
    .filter(
      (path) =>
        /^kind: /m.test(repository.read(path)) && /^apiVersion: /m.test(repository.read(path)),
    )
    .map((path) => parsed(repository, path))
    .filter((file) => file !== undefined);
}

/** The containers of all workloads: file, document, workload, pod and container. */
export function containers(repository) {
  return objectFiles(repository).flatMap((file) =>
    file.documents.flatMap((document, index) => {
      const kind = document.get?.('kind');
      if (!WORKLOADS.has(kind)) return [];
      const pod = document.getIn(podPath(kind));
      const list = pod?.get?.('containers');
      if (!isSeq(list) || !isBlockMap(pod)) return [];
      return list.items.filter(isBlockMap).map((map, place) => ({
        id: `${file.path} ${index} ${place}`,
        file,
        document,
        kind,
        pod,
        list,
        map,
        name: String(map.get('name')),
      }));
    }),
  );
}

function podPath(kind) {
  if (kind === 'Pod') return ['spec'];
  if (kind === 'CronJob') return ['spec', 'jobTemplate', 'spec', 'template', 'spec'];
  return ['spec', 'template', 'spec'];
}

export function isBlockMap(node) {
  return isMap(node) && node.flow !== true && node.items.length > 0 && node.range !== undefined;
}

/** The column of the keys of a block mapping. */
export function columnOf(text, map) {
  const start = map.items[0].key.range[0];
  return start - (text.lastIndexOf('\n', start - 1) + 1);
}

/**
 * Adds an entry to a block mapping, after its first entry: the lines are indented as the keys are.
 * Answers the new text, and the number of the first line that was added.
 */
export function withEntry(text, map, lines) {
  const [first, second] = map.items;
  const end = second ? second.key.range[0] : map.range[1];
  const offset = second ? startOfEntry(text, end) : endOfLine(text, lastOffset(first, map));
  const indent = ' '.repeat(columnOf(text, map));
  const needsNewline = offset > 0 && text[offset - 1] !== '\n';
  const base = needsNewline ? `${text}\n` : text;
  const place = needsNewline ? offset + 1 : offset;
  return {
    text: insertAt(
      base,
      place,
      lines.map((line) => indent + line),
    ),
    line: lineAt(base, place),
  };
}

function lastOffset({ value, key }) {
  const range = value?.range ?? key.range;
  return Math.max(key.range[1], range[1]) - 1;
}

/** Where the line of an entry starts, and the comments above it. */
function startOfEntry(text, offset) {
  let start = text.lastIndexOf('\n', offset - 1) + 1;
  for (;;) {
    const previous = text.lastIndexOf('\n', start - 2) + 1;
    const line = text.slice(previous, start);
    if (start === 0 || !/^\s*(?:#.*)?\n$/.test(line)) return start;
    start = previous;
  }
}

function endOfLine(text, offset) {
  const end = text.indexOf('\n', Math.max(0, offset));
  return end === -1 ? text.length : end + 1;
}

/** The text of an entry of a block mapping: from its line, with the comments above, to that of the next. */
export function entrySpans(text, map) {
  const starts = map.items.map(({ key }) => startOfEntry(text, key.range[0]));
  const last = map.items.at(-1);
  const end = endOfLine(text, lastOffset(last));
  return starts.map((start, index) => [start, starts[index + 1] ?? end]);
}

/** The text with the entries of a block mapping in another order. */
export function withOrder(text, map, order) {
  if (
    columnOf(text, map) !==
    text.slice(text.lastIndexOf('\n', map.items[0].key.range[0] - 1) + 1).search(/\S/)
  )
    return undefined;
  const spans = entrySpans(text, map);
  const closed = (part) => (part.endsWith('\n') ? part : `${part}\n`);
  const parts = order.map((index) => closed(text.slice(...spans[index])));
  return text.slice(0, spans[0][0]) + parts.join('') + text.slice(spans.at(-1)[1]);
}

/** Replaces the text of a node. */
export function withNode(text, node, replacement) {
  return text.slice(0, node.range[0]) + replacement + text.slice(node.range[1]);
}

export function hasAliases(node) {
  let found = false;
  visit(node, {
    Alias() {
      found = true;
      return visit.BREAK;
    },
    Node(_, one) {
      if (one.anchor) found = true;
    },
  });
  return found || isAlias(node);
}

export { isMap, isScalar, isSeq };
