import { dump, load } from 'js-yaml';
import { parseDocument } from 'yaml';
import {
  composeFiles,
  containers,
  hasAliases,
  isBlockMap,
  isMap,
  isScalar,
  isSeq,
  jobs,
  objectFiles,
  services,
  withNode,
  withOrder,
  workflowFiles,
} from './yaml-files.mjs';

/** Harmless changes of Compose files, objects of Kubernetes and workflows. Each answers the file, or undefined. */
export const harmlessManifests = {
  'compose: rename a service': (repository) =>
    repository.first(services(repository), 'rename-service', (service) =>
      renameService(repository, service),
    ),
  'compose: reorder services': (repository) =>
    repository.first(composeFiles(repository), 'reorder-services', (file) =>
      reordered(repository, file, file.documents[0].get('services')),
    ),
  'compose: reorder the keys of a service': (repository) =>
    repository.first(services(repository), 'reorder-keys', ({ file, map }) =>
      reordered(repository, file, map),
    ),
  'compose: reorder environment': (repository) =>
    repository.first(services(repository), 'reorder-environment', ({ file, map }) =>
      reversedList(repository, file, map.get('environment')),
    ),
  'compose: environment as a mapping': (repository) =>
    repository.first(services(repository), 'environment-mapping', ({ file, map }) =>
      environmentAsMapping(repository, file, map),
    ),
  'compose: reorder published ports': (repository) =>
    repository.first(services(repository), 'reorder-ports', ({ file, map }) =>
      reversedList(repository, file, map.get('ports')),
    ),
  'compose: move a service to another file': (repository) =>
    repository.first(services(repository), 'move-service', (service) =>
      moveService(repository, service),
    ),
  'compose: rename container_name': (repository) =>
    repository.first(services(repository), 'container-name', ({ file, map }) => {
      const node = map.get('container_name', true);
      if (!isScalar(node)) return undefined;
      return written(repository, file, withNode(file.text, node, `${node.value}-renamed`));
    }),
  'compose: dump by js-yaml': (repository) =>
    repository.first(composeFiles(repository), 'dump', (file) => dumped(repository, file)),
  'compose: anchors expanded': (repository) =>
    repository.first(composeFiles(repository), 'anchors', (file) => {
      if (!hasAliases(file.documents[0])) return undefined;
      const value = file.documents[0].toJS({ maxAliasCount: 1000 });
      const text = dump(parseDocument(file.text, { merge: true }).toJS() ?? value, {
        noRefs: true,
      });
      return written(repository, file, text);
    }),
  'compose: indentation of four': (repository) =>
    repository.first(composeFiles(repository), 'indent', (file) =>
      written(repository, file, file.documents[0].toString({ indent: 4, lineWidth: 0 })),
    ),
  'compose: quotes around images': (repository) =>
    repository.first(services(repository), 'quotes', ({ file, map }) => {
      const node = map.get('image', true);
      if (!isScalar(node) || node.type !== 'PLAIN' || /[\\"]/.test(node.value)) return undefined;
      return written(repository, file, withNode(file.text, node, `"${node.value}"`));
    }),
  'compose: flow list to block list': (repository) =>
    repository.first(services(repository), 'flow-to-block', ({ file, map }) =>
      flowToBlock(repository, file, map),
    ),
  'compose: block list to flow list': (repository) =>
    repository.first(services(repository), 'block-to-flow', ({ file, map }) =>
      blockToFlow(repository, file, map),
    ),
  'compose: comments and blank lines': (repository) =>
    repository.first(composeFiles(repository), 'comments', (file) =>
      written(
        repository,
        file,
        `# Services for developers.\n\n${file.text.replace(/^services:/m, '\n# Each one.\nservices:')}`,
      ),
    ),
  'compose: CRLF': (repository) =>
    repository.first(composeFiles(repository), 'crlf', (file) =>
      written(repository, file, file.text.replaceAll('\n', '\r\n')),
    ),
  'kubernetes: split a file': (repository) =>
    repository.first(objectFiles(repository), 'split', (file) => splitFile(repository, file)),
  'kubernetes: join two files': (repository) => joinFiles(repository),
  'kubernetes: rename a workload': (repository) =>
    repository.first(containers(repository), 'rename-workload', ({ file, document }) => {
      if (isPatched(repository, file)) return undefined;
      const node = document.getIn(['metadata', 'name'], true);
      if (!isScalar(node)) return undefined;
      return written(repository, file, withNode(file.text, node, `${node.value}-renamed`));
    }),
  'kubernetes: rename a container': (repository) =>
    repository.first(containers(repository), 'rename-container', ({ file, map }) => {
      if (isPatched(repository, file)) return undefined;
      const node = map.get('name', true);
      if (!isScalar(node)) return undefined;
      return written(repository, file, withNode(file.text, node, `${node.value}-renamed`));
    }),
  'kubernetes: reorder the keys of a container': (repository) =>
    repository.first(containers(repository), 'container-keys', ({ file, pod }) =>
      reordered(repository, file, pod),
    ),
  'kubernetes: reorder containers': (repository) =>
    repository.first(containers(repository), 'containers', ({ file, list }) =>
      reversedList(repository, file, list),
    ),
  'kubernetes: dump by js-yaml': (repository) =>
    repository.first(objectFiles(repository), 'dump', (file) => {
      if (file.documents.some(hasAliases)) return undefined;
      const texts = file.documents.map((document) => dump(document.toJS(), { lineWidth: -1 }));
      return written(repository, file, texts.join('---\n'));
    }),
  'kubernetes: a comment at the top': (repository) =>
    repository.first(objectFiles(repository), 'comment', (file) =>
      written(repository, file, `# Deployed by hand.\n# See the runbook.\n${file.text}`),
    ),
  'workflow: rename a job': (repository) =>
    repository.first(jobs(repository), 'rename-job', (job) => renameJob(repository, job)),
  'workflow: reorder jobs': (repository) =>
    repository.first(workflowFiles(repository), 'reorder-jobs', (file) =>
      reordered(repository, file, file.documents[0].get('jobs')),
    ),
  'workflow: rename a step': (repository) =>
    repository.first(jobs(repository), 'rename-step', ({ file, pair }) => {
      const steps = pair.value.get('steps');
      const step =
        isSeq(steps) && steps.items.find((one) => isMap(one) && isScalar(one.get('name', true)));
      if (!step) return undefined;
      return written(repository, file, withNode(file.text, step.get('name', true), 'Another name'));
    }),
  'workflow: dump by js-yaml': (repository) =>
    repository.first(workflowFiles(repository), 'dump', (file) => dumped(repository, file)),
  'workflow: comments and blank lines': (repository) =>
    repository.first(workflowFiles(repository), 'comments', (file) =>
      written(
        repository,
        file,
        `# For the team.\n\n${file.text.replace(/^jobs:/m, '\n# Each one.\njobs:')}`,
      ),
    ),
};

function written(repository, file, text) {
  if (text === undefined || text === file.text) return undefined;
  repository.write(file.path, text);
  return { file: file.path };
}

/** Reverses the entries of a block mapping. */
function reordered(repository, file, map) {
  if (!isBlockMap(map) || map.items.length < 2 || hasAliases(map)) return undefined;
  const order = map.items.map((_, index) => map.items.length - 1 - index);
  return written(repository, file, withOrder(file.text, map, order));
}

/** Reverses a block list whose items are texts in one line, or block mappings. */
function reversedList(repository, file, list) {
  if (!isSeq(list) || list.flow || list.items.length < 2 || hasAliases(list)) return undefined;
  const starts = list.items.map(({ range }) => file.text.lastIndexOf('\n', range[0]) + 1);
  const lastEnd = file.text.indexOf('\n', list.items.at(-1).range[1] - 1);
  if (lastEnd === -1 || new Set(starts).size < starts.length) return undefined;
  if (!starts.every((start) => /^\s*- /.test(file.text.slice(start)))) return undefined;
  const ends = [...starts.slice(1), lastEnd + 1];
  const parts = starts.map((start, index) => file.text.slice(start, ends[index])).reverse();
  return written(
    repository,
    file,
    file.text.slice(0, starts[0]) + parts.join('') + file.text.slice(lastEnd + 1),
  );
}

/** Renames the key of a service, and what depends on it. Services that others extend or share a network with are left. */
function renameService(repository, { file, name, pair }) {
  const others = composeFiles(repository).filter(({ path }) => path !== file.path);
  if (others.some(({ text }) => new RegExp(`^\\s+${escaped(name)}:`, 'm').test(text)))
    return undefined;
  if (
    new RegExp(`(?:extends|network_mode|service|volumes_from)\\b.*\\b${escaped(name)}\\b`).test(
      file.text,
    )
  )
    return undefined;
  const nodes = [pair.key];
  for (const { value } of file.documents[0].get('services').items) {
    if (!isMap(value)) continue;
    for (const key of ['depends_on', 'links']) nodes.push(...namesIn(value.get(key), name));
  }
  const edited = nodes
    .sort((a, b) => b.range[0] - a.range[0])
    .reduce((text, node) => withNode(text, node, `${name}-renamed`), file.text);
  return written(repository, file, edited);
}

function namesIn(value, name) {
  if (isSeq(value)) return value.items.filter((one) => isScalar(one) && one.value === name);
  if (isMap(value)) return value.items.map(({ key }) => key).filter((one) => one.value === name);
  return [];
}

/** Moves a service on which no other depends to a file of its own. */
function moveService(repository, { file, name, pair, map }) {
  const document = file.documents[0];
  const all = document.get('services');
  if (all.items.length < 2 || hasAliases(document) || !isBlockMap(all)) return undefined;
  const isNamed = new RegExp(`(?:-|:|\\s)\\s*["']?${escaped(name)}["']?\\s*(?::\\s*)?$`, 'm');
  const [start, end] = spanOf(file, all, pair);
  if (map.has('depends_on') || map.has('links') || map.has('extends')) return undefined;
  if (isNamed.test(file.text.slice(0, start) + file.text.slice(end))) return undefined;
  const value = document.toJS();
  const moved = { services: { [name]: value.services[name] } };
  for (const key of ['volumes', 'networks', 'secrets', 'configs'])
    if (value[key]) moved[key] = value[key];
  repository.write(
    file.path.replace(/[^/]*$/, `compose.${name}.yaml`),
    dump(moved, { lineWidth: -1 }),
  );
  return written(repository, file, file.text.slice(0, start) + file.text.slice(end));
}

function spanOf(file, map, pair) {
  const index = map.items.indexOf(pair);
  const start = file.text.lastIndexOf('\n', pair.key.range[0]) + 1;
  const next = map.items[index + 1];
  const end = next ? file.text.lastIndexOf('\n', next.key.range[0]) + 1 : pair.value.range[1];
  return [start, Math.max(start, end)];
}

function environmentAsMapping(repository, file, map) {
  const list = map.get('environment');
  if (!isSeq(list) || list.flow || hasAliases(list) || list.items.length === 0) return undefined;
  const entries = list.items.map((one) =>
    isScalar(one) ? /^([\w.]+)=(.*)$/s.exec(String(one.value)) : undefined,
  );
  if (entries.some((entry) => !entry || !isSingleLine(file, list))) return undefined;
  const start = file.text.lastIndexOf('\n', list.items[0].range[0]) + 1;
  const end = file.text.indexOf('\n', list.items.at(-1).range[1] - 1) + 1;
  if (end === 0 || /^\s*#/m.test(file.text.slice(start, end))) return undefined;
  const key = map.items.find((one) => one.key.value === 'environment').key;
  const column = key.range[0] - (file.text.lastIndexOf('\n', key.range[0]) + 1);
  const lines = entries.map(
    ([, name, value]) => `${' '.repeat(column + 2)}${name}: ${JSON.stringify(value)}\n`,
  );
  return written(
    repository,
    file,
    file.text.slice(0, start) + lines.join('') + file.text.slice(end),
  );
}

function isSingleLine(file, list) {
  return list.items.every(({ range }) => !file.text.slice(range[0], range[1]).includes('\n'));
}

function flowToBlock(repository, file, map) {
  const pair = map.items.find(
    ({ value }) =>
      isSeq(value) && value.flow && value.items.length > 0 && value.items.every(isScalar),
  );
  if (!pair || hasAliases(pair.value)) return undefined;
  const column = pair.key.range[0] - (file.text.lastIndexOf('\n', pair.key.range[0]) + 1);
  const items = pair.value.items.map((one) => file.text.slice(one.range[0], one.range[1]));
  const indent = ' '.repeat(column + 2);
  return written(
    repository,
    file,
    withNode(file.text, pair.value, `\n${items.map((item) => `${indent}- ${item}`).join('\n')}`),
  );
}

function blockToFlow(repository, file, map) {
  const pair = map.items.find(
    ({ value }) =>
      isSeq(value) && !value.flow && value.items.length > 0 && value.items.every(isScalar),
  );
  if (!pair || hasAliases(pair.value)) return undefined;
  const start = pair.key.range[1];
  const end = pair.value.items.at(-1).range[1];
  if (file.text.slice(start, end).includes('#')) return undefined;
  const items = pair.value.items.map(({ value }) => JSON.stringify(value));
  return written(
    repository,
    file,
    `${file.text.slice(0, start)}: [${items.join(', ')}]${file.text.slice(end)}`,
  );
}

function dumped(repository, file) {
  const value = load(file.text);
  return written(repository, file, dump(value, { lineWidth: -1, noRefs: false }));
}

/** A file of several objects becomes one file for each; a kustomization that names it names them. */
function splitFile(repository, file) {
  const kept = file.documents.filter((document) => isMap(document.contents));
  if (kept.length < 2 || file.documents.some(hasAliases)) return undefined;
  const parts = file.text.split(/^---.*\n/m).filter((part) => /^kind:/m.test(part));
  if (parts.length !== kept.length) return undefined;
  const paths = parts.map((_, index) => file.path.replace(/(\.ya?ml)$/, `-${index + 1}$1`));
  const folder = file.path.replace(/[^/]*$/, '');
  const name = file.path.slice(folder.length);
  if (
    !renameInKustomizations(
      repository,
      folder,
      name,
      paths.map((path) => path.slice(folder.length)),
    )
  )
    return undefined;
  parts.forEach((part, index) => {
    repository.write(paths[index], part);
  });
  repository.remove(file.path);
  return { file: file.path };
}

/** Names other files in the kustomizations of a folder; false if something else may name the file. */
function renameInKustomizations(repository, folder, name, names) {
  for (const path of repository.files(/(?:^|\/)kustomization\.ya?ml$/)) {
    const text = repository.read(path);
    if (!text.includes(name)) continue;
    if (!path.startsWith(folder) || path.slice(folder.length).includes('/')) return false;
    const line = new RegExp(`^( *- )(?:\\./)?${escaped(name)}\\s*$`, 'm');
    if (!line.test(text) || text.split(name).length !== 2) return false;
    repository.write(
      path,
      text.replace(line, (_, dash) => names.map((one) => dash + one).join('\n')),
    );
  }
  return true;
}

function joinFiles(repository) {
  const plain = objectFiles(repository).filter(
    ({ path }) => !isPatched(repository, { path }) && !isListed(repository, path),
  );
  return repository.first(plain, 'join', (file) => {
    const folder = file.path.replace(/[^/]*$/, '');
    const other = plain.find(
      ({ path }) => path !== file.path && path.replace(/[^/]*$/, '') === folder,
    );
    if (!other) return undefined;
    repository.write(
      file.path,
      `${file.text.replace(/\n*$/, '\n')}---\n${other.text.replace(/^---\n/, '')}`,
    );
    repository.remove(other.path);
    return { file: file.path };
  });
}

function isListed(repository, path) {
  const name = path.replace(/^.*\//, '');
  return repository
    .files(/(?:^|\/)kustomization\.ya?ml$/)
    .some((one) => repository.read(one).includes(name));
}

/** A kustomization with patches may name what a file has. */
function isPatched(repository, { path }) {
  const isAny = repository
    .files(/(?:^|\/)kustomization\.ya?ml$/)
    .some((one) => /patch|replacements|vars/.test(repository.read(one)));
  return isAny && isInKustomize(repository, path);
}

function isInKustomize(repository, path) {
  const top = path.split('/')[0];
  return repository.files(/(?:^|\/)kustomization\.ya?ml$/).some((one) => one.startsWith(`${top}/`));
}

function renameJob(repository, { file, name, pair }) {
  const nodes = [pair.key];
  for (const { value } of file.documents[0].get('jobs').items) {
    const needs = value?.get?.('needs', true);
    if (isScalar(needs) && needs.value === name) nodes.push(needs);
    nodes.push(...namesIn(needs, name));
  }
  if (new RegExp(`needs\\.${escaped(name)}\\b|jobs\\.${escaped(name)}\\b`).test(file.text))
    return undefined;
  const edited = nodes
    .sort((a, b) => b.range[0] - a.range[0])
    .reduce((text, node) => withNode(text, node, `${name}-renamed`), file.text);
  return written(repository, file, edited);
}

function escaped(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
