/**
 * Each key of a kustomization, written in other cases, with an unknown key, and with values of other types, rendered by Portside and by Kustomize.
 * node scripts/run.mjs bench/kustomize-keys.ts [--show]
 * --show prints what differs, what only Kustomize refuses, and the gaps.
 */
import { compareWithKustomize, type Files, RESULTS } from './kustomize-peer.js';

type Value = string | number | boolean | null | Value[] | { [key: string]: Value };

const POD = { containers: [{ name: 'web', image: 'nginx:1', env: [{ name: 'A', value: 'a-b' }] }] };
const BASE: Files = {
  'o/web.yaml': JSON.stringify({
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'web', namespace: 'shop', labels: { app: 'web' }, annotations: { a: 'b' } },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } }, spec: POD },
      volumeClaimTemplates: [{ metadata: { name: 'data' } }],
    },
  }),
  'o/other.yaml': JSON.stringify({
    apiVersion: 'example.com/v1',
    kind: 'App',
    metadata: {
      name: 'other',
      namespace: 'shop',
      labels: { app: 'other' },
      annotations: { a: 'c' },
    },
    spec: { image: 'nginx:1', text: '$(NAME)', list: [{ name: 'a', value: 'x-y' }] },
  }),
  'o/c.env': 'x=1\n',
  'o/p.yaml': JSON.stringify({
    apiVersion: 'example.com/v1',
    kind: 'App',
    metadata: { name: 'other' },
    spec: { text: 'patched' },
  }),
  'o/op.yaml': '- { op: add, path: /spec/hostPID, value: true }\n',
  'c/kustomization.yaml':
    'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nnameSuffix: -c\n',
};
const WEB = { group: 'apps', version: 'v1', kind: 'StatefulSet', name: 'web', namespace: 'shop' };
const SELECT = { ...WEB, labelSelector: 'app=web', annotationSelector: 'a=b' };
const OTHER = {
  group: 'example.com',
  version: 'v1',
  kind: 'App',
  name: 'other',
  namespace: 'shop',
};
const OPTIONS = {
  labels: { l: 'x' },
  annotations: { n: 'y' },
  disableNameSuffixHash: true,
  immutable: true,
};
const SOURCES = { literals: ['a=b'], files: ['c.env'], envs: ['c.env'], behavior: 'create' };
const FIELDS = {
  group: 'example.com',
  version: 'v1',
  kind: 'App',
  path: 'spec/made',
  create: true,
};

/** A kustomization for each key, with all keys below it. */
const SAMPLES: readonly { readonly [key: string]: Value }[] = [
  { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization' },
  { metadata: { name: 'k', namespace: 'n', labels: { a: 'b' }, annotations: { a: 'b' } } },
  { namePrefix: 'p-' },
  { nameSuffix: '-s' },
  { namespace: 'prod' },
  { commonLabels: { tier: 'a' } },
  { commonAnnotations: { note: 'a' } },
  { labels: [{ pairs: { x: 'y' }, includeSelectors: true }] },
  { labels: [{ pairs: { x: 'y' }, includeTemplates: true, fields: [FIELDS] }] },
  { patchesStrategicMerge: ['p.yaml'] },
  { patchesJson6902: [{ path: 'op.yaml', target: WEB }] },
  { patchesJson6902: [{ patch: '[{"op":"remove","path":"/spec/replicas"}]', target: SELECT }] },
  { patches: [{ path: 'op.yaml', target: SELECT }] },
  {
    patches: [
      {
        patch: JSON.stringify({ apiVersion: 'v2', kind: 'New', metadata: { name: 'new' } }),
        target: SELECT,
        options: { allowNameChange: true, allowKindChange: true },
      },
    ],
  },
  { images: [{ name: 'nginx', newName: 'httpd', newTag: '2' }] },
  { images: [{ name: 'nginx', tagSuffix: '-x' }] },
  { images: [{ name: 'nginx', digest: 'sha256:00' }] },
  { imageTags: [{ name: 'nginx', newTag: '3' }] },
  { replicas: [{ name: 'web', count: 4 }] },
  {
    vars: [
      {
        name: 'NAME',
        objref: { ...WEB, apiVersion: 'apps/v1' },
        fieldref: { fieldPath: 'spec.replicas' },
      },
    ],
  },
  { sortOptions: { order: 'legacy', legacySortOptions: { orderFirst: ['App'], orderLast: [] } } },
  { components: ['../c'] },
  { crds: ['crd.yaml'] },
  { bases: ['../b'] },
  {
    configMapGenerator: [{ name: 'm', namespace: 'n', ...SOURCES, options: OPTIONS, env: 'd.env' }],
  },
  { secretGenerator: [{ name: 's', namespace: 'n', ...SOURCES, options: OPTIONS, type: 'x/y' }] },
  { configMapGenerator: [{ name: 'm', literals: ['a=b'] }], generatorOptions: OPTIONS },
  { buildMetadata: ['managedByLabel'] },
  { configurations: ['cfg.yaml'], images: [{ name: 'nginx', newTag: '7' }] },
  {
    replacements: [
      {
        source: {
          ...WEB,
          fieldPath: 'metadata.annotations.a',
          options: { delimiter: '-', index: 0, encoding: '' },
        },
        targets: [
          {
            select: { ...OTHER, labelSelector: 'app=other', annotationSelector: 'a=c' },
            reject: [{ ...WEB, labelSelector: 'app=no', annotationSelector: 'a=no' }],
            fieldPaths: ['spec.list.0.value'],
            options: { delimiter: '-', index: 1, encoding: '', create: true },
          },
        ],
      },
    ],
  },
  { replacements: [{ path: 'r.yaml' }] },
  { openapi: { version: 'v1.21.2' } },
  { helmGlobals: { chartHome: 'x', configHome: 'y' } },
  { helmCharts: [{ name: 'x', version: '1' }] },
];
const MORE: Files = {
  'o/d.env': 'z=1\n',
  'b/kustomization.yaml': 'resources: [cm.yaml]\n',
  'b/cm.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: b }\n',
  'o/crd.yaml': '{}\n',
  'o/cfg.yaml': 'images: [{ path: spec/image, kind: App }]\n',
  'o/r.yaml': JSON.stringify({
    source: { ...WEB, fieldPath: 'metadata.name' },
    targets: [{ select: OTHER, fieldPaths: ['spec.text'] }],
  }),
};

/** The value with one key after the other changed. */
function* changed(
  value: Value,
  change: (map: { [key: string]: Value }, key: string) => Value,
): Generator<[key: string, value: Value]> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries())
      for (const [key, one] of changed(item, change))
        yield [`${index}.${key}`, value.map((other, at) => (at === index ? one : other))];
  } else if (value !== null && typeof value === 'object') {
    for (const [key, child] of Object.entries(value)) {
      yield [key, change(value, key)];
      for (const [below, one] of changed(child, change))
        yield [`${key}.${below}`, { ...value, [key]: one }];
    }
  }
}

const renamed = (to: (key: string) => string) => (map: { [key: string]: Value }, name: string) =>
  Object.fromEntries(
    Object.entries(map).map(([key, value]) => [key === name ? to(key) : key, value]),
  );
const KINDS: Readonly<Record<string, (map: { [key: string]: Value }, key: string) => Value>> = {
  'lower case': renamed((key) => key.toLowerCase()),
  'upper case': renamed((key) => key.toUpperCase()),
  'first letter': renamed((key) => key.replace(/^./, (first) => first.toUpperCase())),
  'unknown key': (map, key) => ({ ...map, [`${key}x`]: map[key] ?? null }),
  'set twice': (map, key) => ({ ...map, [key.toUpperCase()]: map[key] ?? null }),
  null: (map, key) => ({ ...map, [key]: null }),
  number: (map, key) => ({ ...map, [key]: 5 }),
  text: (map, key) => ({ ...map, [key]: 'text' }),
  list: (map, key) => ({ ...map, [key]: ['a'] }),
  map: (map, key) => ({ ...map, [key]: { a: 'b' } }),
};

const isShown = process.argv.includes('--show');
let isWrong = false;
for (const [name, change] of Object.entries(KINDS)) {
  const counts = new Map<string, number>(RESULTS.map((result) => [result, 0]));
  for (const sample of SAMPLES) {
    const root = { resources: ['web.yaml', 'other.yaml'], ...sample };
    for (const [key, value] of changed(root, change)) {
      const files = { ...BASE, ...MORE, 'o/kustomization.yaml': JSON.stringify(value, null, 1) };
      const { result, ours, theirs } = compareWithKustomize(files, 'o');
      counts.set(result, (counts.get(result) ?? 0) + 1);
      if (result === 'differs' || result === 'only Kustomize refuses') isWrong = true;
      if (isShown && result !== 'equal' && result !== 'both refuse')
        console.log(`${name} ${key}: ${result}\n  ours   ${ours}\n  theirs ${theirs}`);
    }
  }
  console.log(`${name}: ${[...counts].map(([result, count]) => `${result} ${count}`).join(', ')}`);
}
process.exitCode = isWrong ? 1 : 0;
