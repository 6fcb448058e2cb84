/**
 * Random kustomizations, rendered by Portside and by Kustomize: what differs, and what only one of them refuses.
 * node scripts/run.mjs bench/kustomize-fuzz.ts START COUNT [kustomize build | kubectl kustomize]
 * START is the first seed. The files of a seed that differs are printed.
 */
import { compareWithKustomize, RESULTS } from './kustomize-peer.js';

type Files = Record<string, string>;
type Value = string | number | boolean | null | undefined | Value[] | { [key: string]: Value };
type Fields = { [key: string]: Value };
const [start = '1', count = '300', ...command] = process.argv.slice(2);
const results = new Map<string, number>(RESULTS.map((name) => [name, 0]));

const NAMES = ['web', 'api'];
const IMAGES = [
  'nginx:1.25',
  'nginx',
  'localhost:5000/x',
  'team/app@sha256:9ae97d36d26566ff84e8893c64a6dc4f',
];

/** Makes one kustomization from a seed, the same each time. Its root is in `o`; its base is in `b`. */
function generate(seed: number): Files {
  const r = random(seed);
  const objects = NAMES.flatMap((name) => makeObjects(r, name)).filter(() => r.chance(0.6));
  const files: Files = { 'b/a.yaml': objects.map((object) => yaml(object)).join('---\n') };
  const layer = (folder: string, resources: string[], features: number) => {
    const lines: Fields = { resources };
    for (let n = 0; n < features && objects.length > 0; n++)
      r.pick(FEATURES)({ r, objects, lines, files, folder });
    files[`${folder}/kustomization.yaml`] = yaml(lines);
  };
  layer('b', ['a.yaml'], r.below(3));
  layer('o', ['../b'], 1 + r.below(4));
  return files;
}

type Random = ReturnType<typeof random>;

/** Numbers that are the same for a seed. Source: Tommy Ettinger, Mulberry32. */
function random(seed: number) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  const chance = (share: number) => next() < share;
  const pick = <T>(list: readonly T[]): T => {
    const item = list[below(list.length)];
    if (item === undefined) throw new Error('the list is empty');
    return item;
  };
  const maybe = <T>(share: number, value: T) => (chance(share) ? value : undefined);
  return { below, chance, pick, maybe };
}

/** JSON is YAML. A text of several lines is a file or a patch of its own. */
function yaml(value: Value): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function makeObjects(r: Random, name: string): Fields[] {
  const metadata = () => ({
    name,
    labels: r.maybe(0.5, { app: name }),
    annotations: r.maybe(0.4, { note: r.pick(['a', '1', 'true']) }),
  });
  const template = () => ({ metadata: { labels: { app: name } }, spec: podSpec(r) });
  const workload = (kind: string) => ({
    apiVersion: 'apps/v1',
    kind,
    metadata: metadata(),
    spec: { replicas: 1, selector: { matchLabels: { app: name } }, template: template() },
  });
  return [
    workload(r.pick(['Deployment', 'StatefulSet', 'DaemonSet'])),
    { apiVersion: 'v1', kind: 'Pod', metadata: metadata(), spec: podSpec(r) },
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: metadata(), data: { color: 'blue', n: '80' } },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: metadata() },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: metadata(),
      spec: { selector: { app: name }, ports: [{ port: 80 }, { port: 443, protocol: 'TCP' }] },
    },
    {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: metadata(),
      spec: { scaleTargetRef: { kind: 'Deployment', name: r.pick(NAMES) }, maxReplicas: 3 },
    },
    {
      apiVersion: 'example.com/v1',
      kind: 'App',
      metadata: metadata(),
      spec: { image: r.pick(IMAGES), config: r.pick(NAMES), list: [{ name: 'a' }] },
    },
  ];
}

function podSpec(r: Random): Fields {
  const environment = [
    { name: 'A', value: '1' },
    { name: 'B', valueFrom: { configMapKeyRef: { name: r.pick(NAMES), key: 'color' } } },
    { name: 'C', value: '$(VALUE)' },
    { name: 'A', value: 'again' },
  ];
  const container = (name: string): Fields => ({
    name,
    image: r.pick(IMAGES),
    env: r.maybe(0.7, environment.slice(r.below(2), 3 + r.below(2))),
    ports: r.maybe(0.5, [
      { containerPort: 53, protocol: 'UDP' },
      { containerPort: r.pick([53, 80]) },
    ]),
    volumeMounts: r.maybe(0.4, [{ name: 'data', mountPath: '/data' }]),
    securityContext: r.maybe(0.4, { privileged: r.chance(0.5) }),
  });
  return {
    serviceAccountName: r.maybe(0.6, r.pick(NAMES)),
    hostNetwork: r.maybe(0.3, true),
    containers: [container('web'), ...(r.chance(0.5) ? [container('side')] : [])],
    volumes: r.maybe(0.5, [{ name: 'data', configMap: { name: r.pick(NAMES) } }]),
  };
}

interface Layer {
  readonly r: Random;
  readonly objects: readonly Fields[];
  readonly lines: Fields;
  readonly files: Files;
  readonly folder: string;
}

function add({ lines }: Layer, key: string, item: Value): void {
  const old = lines[key];
  lines[key] = [...(Array.isArray(old) ? old : []), item];
}

/** The file of a text, next to the kustomization. */
function fileOf({ files, folder }: Layer, value: Value): string {
  const name = `f${Object.keys(files).length}.yaml`;
  files[`${folder}/${name}`] = yaml(value);
  return name;
}

const FEATURES: readonly ((layer: Layer) => void)[] = [
  ({ r, lines }) => {
    lines[r.pick(['namePrefix', 'nameSuffix'])] = r.pick(['p-', '-v1']);
  },
  ({ r, lines }) => {
    lines.namespace = r.pick(['one', 'default']);
  },
  (layer) => {
    const { r } = layer;
    const [includeSelectors, includeTemplates] = [r.chance(0.4), r.chance(0.4)];
    add(layer, 'labels', { pairs: { team: 'a', app: 'c' }, includeSelectors, includeTemplates });
  },
  ({ r, lines }) => {
    lines[r.pick(['commonLabels', 'commonAnnotations'])] = { app: 'c', note: 'n' };
  },
  (layer) => {
    const { r } = layer;
    const name = r.pick(['nginx', 'localhost:5000/x', 'team/app']);
    const newName = r.maybe(0.5, 'other:5000/img');
    add(layer, 'images', { name, newName, newTag: r.maybe(0.6, 'v9') });
  },
  (layer) => add(layer, 'replicas', { name: layer.r.pick(NAMES), count: layer.r.below(5) }),
  (layer) => {
    const patch = mergePatch(layer);
    if (layer.r.chance(0.3)) add(layer, 'patchesStrategicMerge', fileOf(layer, patch));
    else if (layer.r.chance(0.5)) add(layer, 'patches', { patch: yaml(patch) });
    else add(layer, 'patches', { path: fileOf(layer, patch), target: { kind: patch.kind } });
  },
  (layer) => {
    const object = layer.r.pick(layer.objects);
    add(layer, 'patches', { patch: yaml(operations(layer.r, object)), target: targetOf(object) });
  },
  (layer) => {
    const { r } = layer;
    const name = r.pick([...NAMES, 'made']);
    const behavior = name === 'made' ? undefined : r.maybe(0.9, r.pick(['merge', 'replace']));
    const options = { disableNameSuffixHash: r.chance(0.3) };
    add(layer, 'configMapGenerator', { name, behavior, literals: ['a=b', 'n=1'], options });
  },
  (layer) => {
    const { r } = layer;
    const [from, to] = [r.pick(layer.objects), r.pick(layer.objects)];
    const fieldPath = r.pick(leavesOf(from)).join('.');
    const fieldPaths = [r.pick([...leavesOf(to).map((path) => path.join('.')), 'spec.made'])];
    const target = { select: targetOf(to), fieldPaths, options: { create: r.chance(0.4) } };
    add(layer, 'replacements', { source: { ...targetOf(from), fieldPath }, targets: [target] });
  },
  (layer) => {
    const { r, lines } = layer;
    const objref = { apiVersion: 'v1', kind: 'ConfigMap', name: r.pick(NAMES) };
    lines.vars = [{ name: 'VALUE', objref, fieldref: { fieldPath: 'data.color' } }];
  },
  (layer) => {
    const { r } = layer;
    const field = (path: string) => [{ path, kind: r.maybe(0.8, 'App'), create: r.chance(0.3) }];
    const nameReference = [{ kind: 'ConfigMap', fieldSpecs: field('spec/config') }];
    const images = field(r.pick(['spec/image', 'spec/containers[]/image']));
    add(layer, 'configurations', fileOf(layer, { nameReference, images }));
  },
  (layer) => {
    const { r, objects } = layer;
    const head = { apiVersion: 'builtin', kind: 'PatchTransformer' };
    const target = targetOf(r.pick(objects));
    const metadata = { name: `t${r.below(1000)}` };
    const patch = yaml(mergePatch(layer));
    add(layer, 'transformers', yaml({ ...head, metadata, patch, target }));
  },
];

function metadataOf(object: Fields): Fields {
  return (object.metadata ?? {}) as Fields;
}

function targetOf(object: Fields): Fields {
  return { kind: object.kind, name: metadataOf(object).name };
}

/** The paths of the values that are no maps or lists. */
function leavesOf(value: Value, path: readonly string[] = []): (readonly string[])[] {
  if (value === null || typeof value !== 'object') return value === undefined ? [] : [path];
  return Object.entries(value).flatMap(([key, child]) => leavesOf(child, [...path, key]));
}

function mergePatch({ r, objects }: Layer): Fields {
  const { apiVersion, kind, metadata, ...rest } = r.pick(objects);
  const { name } = metadata as Fields;
  const more = r.chance(0.3)
    ? { [r.pick(['annotations', 'labels'])]: r.pick([null, { note: null }]) }
    : {};
  return { apiVersion, kind, metadata: { name, ...more }, ...(changed(r, rest) as Fields) };
}

/** A patch of some of the values. */
function changed(r: Random, value: Value): Value {
  if (value === undefined) return undefined;
  if (value === null || typeof value !== 'object')
    return r.chance(0.1) ? null : typeof value === 'number' ? value + 1 : `${value}-p`;
  if (Array.isArray(value))
    return value.filter(() => r.chance(0.5)).map((item) => changedItem(r, item));
  const entries = Object.entries(value).filter(() => r.chance(0.5));
  return Object.fromEntries(entries.map(([key, child]) => [key, changed(r, child)]));
}

/** A patch of an item with the keys by which it is merged. */
function changedItem(r: Random, item: Value): Value {
  if (item === null || typeof item !== 'object' || Array.isArray(item)) return item;
  const { name, mountPath, containerPort, port, protocol } = item;
  const keys = mountPath ? { mountPath } : { name, containerPort, port, protocol };
  return r.chance(0.1)
    ? { ...keys, $patch: 'delete' }
    : { ...(changed(r, item) as Fields), ...keys };
}

function operations(r: Random, object: Fields): Value[] {
  const paths = leavesOf(object).filter(([top]) => top !== 'kind' && top !== 'apiVersion');
  return Array.from({ length: 1 + r.below(3) }, () => {
    const path = `/${r.pick(paths).join('/')}`;
    const op = r.pick(['add', 'replace', 'remove', 'test', 'copy']);
    const value = r.pick<Value>(['x', 5, true, null]);
    if (op === 'copy') return { op, from: path, path: '/metadata/annotations/copied' };
    return op === 'remove' ? { op, path } : { op, path, value };
  });
}

for (let seed = Number(start); seed < Number(start) + Number(count); seed++) {
  const files = generate(seed);
  const { result, ours, theirs } = compareWithKustomize(
    files,
    'o',
    command.length > 0 ? command : undefined,
  );
  results.set(result, (results.get(result) ?? 0) + 1);
  if (result === 'gap') console.log(`seed ${seed}: only a gap of ours: ${ours}`);
  if (result !== 'only Kustomize refuses' && result !== 'differs') continue;
  console.log(`seed ${seed}: ${result}\nours ${ours}\ntheirs ${theirs}`);
  for (const [path, text] of Object.entries(files)) console.log(`--- ${path}\n${text}`);
}
console.log([...results].map(([name, count]) => `${name} ${count}`).join(', '));
process.exitCode = (results.get('differs') ?? 0) > 0 ? 1 : 0;
