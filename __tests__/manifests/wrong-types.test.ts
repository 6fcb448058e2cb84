import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import { lintManifest } from '../../src/manifests/lint.js';
import { readManifest } from '../../src/manifests/read-manifest.js';
import type { ManifestRule } from '../../src/manifests/rule.js';
import { manifestRules } from '../../src/manifests/rules/index.js';
import { unreadKinds } from '../../src/manifests/unread-kinds.js';
import { NOW } from '../now.js';
import { sample } from '../sample.js';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Path = readonly (string | number)[];

const SERVICE =
  'kind: Service\nmetadata: { name: a }\nspec: { ports: [{ name: web, port: 80 }] }\n---\n';
const CONFIG = 'kind: ConfigMap\nmetadata: { name: a }\ndata: { a: b }\n---\n';
const POD = 'kind: Pod\nmetadata: { name: p }\nspec:\n';
const CONTAINERS = '  containers: [{ name: c, image: x:1 }]\n';

/** Kinds and places that a rule also uses, besides its own example. */
const MORE: readonly { readonly id: string; readonly wrong: string }[] = [
  ...[
    `${SERVICE}kind: Ingress\nspec: { rules: [{ http: { paths: [{ backend: { service: { name: b } } }] } }] }`,
    `${SERVICE}kind: Ingress\nspec: { defaultBackend: { service: { name: a, port: { number: 81 } } } }`,
    `${SERVICE}kind: Ingress\nspec: { backend: { serviceName: a, servicePort: 81 } }`,
    `${SERVICE}kind: HTTPRoute\nspec: { rules: [{ backendRefs: [{ kind: Service, name: b, port: 80 }] }] }`,
    `${SERVICE}kind: GRPCRoute\nspec: { rules: [{ backendRefs: [{ name: a, port: 81 }] }] }`,
    ...['Validating', 'Mutating'].map(
      (type) =>
        `${SERVICE}kind: ${type}WebhookConfiguration\nwebhooks: [{ clientConfig: { service: { name: b, namespace: default, port: 80 } } }]`,
    ),
    `${SERVICE}kind: APIService\nspec: { service: { name: b, namespace: default } }`,
    `${SERVICE}kind: StatefulSet\nspec:\n  serviceName: b\n  template: { spec: { containers: [{ name: c, image: x:1 }] } }`,
    `${CONFIG}${POD}  containers: [{ name: c, image: x:1, envFrom: [{ configMapRef: { name: b } }] }]`,
    `${CONFIG}${POD}  containers: [{ name: c, image: x:1, env: [{ name: E, valueFrom: { configMapKeyRef: { name: a, key: c } } }] }]`,
    `${CONFIG}${POD}${CONTAINERS}  volumes: [{ name: v, configMap: { name: a, items: [{ key: c, path: c }] } }]`,
    `${CONFIG}${POD}${CONTAINERS}  volumes: [{ name: v, projected: { sources: [{ configMap: { name: b } }] } }]`,
    `kind: PersistentVolumeClaim\nmetadata: { name: a }\n---\n${POD}${CONTAINERS}  volumes: [{ name: v, persistentVolumeClaim: { claimName: b } }]`,
    'kind: Role\nmetadata: { name: a }\n---\nkind: RoleBinding\nroleRef: { kind: Role, name: b }',
  ].map((wrong) => ({ id: 'DEP-DANGLING', wrong })),
  {
    id: 'DEP-NETPOL-OPEN',
    wrong:
      'kind: NetworkPolicy\nspec: { ingress: [{ from: [{ namespaceSelector: {}, podSelector: {} }] }] }',
  },
  {
    id: 'DEP-NETPOL-OPEN',
    wrong:
      'kind: NetworkPolicy\nspec: { policyTypes: [Egress], egress: [{ to: [{ ipBlock: { cidr: 0.0.0.0/0 } }] }] }',
  },
];

/** The wrong example of each rule as values, one for each document. */
const EXAMPLES = [...manifestRules, ...MORE].flatMap(({ id, wrong }) => {
  if (wrong === undefined) return [];
  const documents = parseAllDocuments(wrong);
  if (!Array.isArray(documents)) return [];
  return [{ id, documents: documents.map((document): Json => document.toJS()) }];
});

/** The paths of all nodes below a value. */
function pathsOf(value: Json, path: Path = []): Path[] {
  const entries: [string | number, Json][] = Array.isArray(value)
    ? value.map((item, index) => [index, item])
    : value !== null && typeof value === 'object'
      ? Object.entries(value)
      : [];
  return [path, ...entries.flatMap(([key, item]) => pathsOf(item, [...path, key]))];
}

function at(value: Json, path: Path): Json {
  return path.reduce<Json>((node, key) => (node as { [key: string]: Json })[key] ?? null, value);
}

/** The value with the node at `path` replaced. */
function replaced(value: Json, [key, ...rest]: Path, node: Json): Json {
  if (key === undefined) return node;
  if (Array.isArray(value))
    return value.map((item, index) => (index === key ? replaced(item, rest, node) : item));
  const map = value as { [key: string]: Json };
  return { ...map, [key]: replaced(map[key] ?? null, rest, node) };
}

/** Findings of the rule, and sentences about what was not checked. */
function check(id: string, documents: readonly Json[], rules = [ruleNamed(id)]) {
  const text = documents.map((document) => `--- ${JSON.stringify(document)}\n`).join('');
  const isCompose = documents.some((document) => JSON.stringify(document)?.includes('"services":'));
  const kind = isCompose ? 'compose' : 'kubernetes';
  const path = documents.some((document) => JSON.stringify(document).includes('Generator"'))
    ? 'kustomization.yaml'
    : `${kind}.yaml`;
  const manifest = readManifest(text, path, kind);
  const found = lintManifest(manifest, { now: NOW }, rules);
  return {
    findings: found.filter(({ rule }) => rule === id).length,
    gaps: [...manifest.notes, ...manifest.withoutContainers],
  };
}

function ruleNamed(id: string): ManifestRule {
  const rule = manifestRules.find((one) => one.id === id);
  if (!rule) throw new Error(`No rule ${id}`);
  return rule;
}

const kindOf = (value: Json) =>
  Array.isArray(value) ? 'list' : value !== null && typeof value === 'object' ? 'map' : 'scalar';

/** Compose has more than one kind for these keys and the items of these lists. */
const ALTERNATIVES =
  /^(build|command|devices|entrypoint|env_file|environment|extends|networks|ports|sysctls|test|volumes|external|args)$/;

/** Values that can contain anything, such as a script. */
const FREE = /^(command|data|environment|stringData|volumes)$/;

const WRONG: readonly Json[] = ['text', 3, [], ['text'], {}, { text: 1 }, [[]], [null]];

describe.each(sample(EXAMPLES, 3, ({ id }) => id))(
  'the example of $id, with one value of a wrong kind',
  ({ id, documents }) => {
    const places = documents.flatMap((document, index) =>
      pathsOf(document).map((path) => ({ index, path, original: at(document, path) })),
    );
    const usual = check(id, documents).findings;

    it('still has its findings, or names what was not checked', () => {
      const silent: string[] = [];
      for (const { index, path, original } of places)
        for (const wrong of WRONG) {
          const [key, parent] = [path.at(-1), path.at(-2)];
          const hasAlternatives = [key, parent].some((one) => ALTERNATIVES.test(String(one ?? '')));
          if (kindOf(wrong) === kindOf(original) || hasAlternatives) continue;
          const changed = documents.map((document, at) =>
            at === index ? replaced(document, path, wrong) : document,
          );
          const { findings, gaps } = check(id, changed);
          if (findings < usual && gaps.length === 0)
            silent.push(`${path.join('.')} = ${JSON.stringify(wrong)}`);
        }
      expect(silent).toEqual([]);
    });

    it('has them with a placeholder of a template, or names it', () => {
      const silent: string[] = [];
      for (const { index, path, original } of places) {
        if (kindOf(original) !== 'scalar' || path.some((key) => FREE.test(String(key)))) continue;
        const changed = documents.map((document, at) =>
          at === index ? replaced(document, path, '{{ .Values.x }}') : document,
        );
        const { findings, gaps } = check(id, changed);
        if (findings < usual && gaps.length === 0) silent.push(path.join('.'));
      }
      expect(silent).toEqual([]);
    });
  },
);

test('the kinds of the examples are kinds with rules', () => {
  const manifests = EXAMPLES.filter(
    ({ documents }) => !JSON.stringify(documents).includes('"services":'),
  ).map(({ documents }) =>
    readManifest(
      documents.map((one) => JSON.stringify(one)).join('\n---\n'),
      'k.yaml',
      'kubernetes',
    ),
  );
  expect(unreadKinds(manifests)).toEqual([]);
});

test('no value in any place of an example stops a rule', () => {
  const cases = EXAMPLES.flatMap(({ id, documents }) =>
    documents.flatMap((document, index) =>
      pathsOf(document).map((path) => ({ id, documents, index, path })),
    ),
  );
  fc.assert(
    fc.property(fc.constantFrom(...cases), fc.jsonValue(), (place, value) => {
      const { id, documents, index, path } = place;
      const changed = documents.map((document, at) =>
        at === index ? replaced(document, path, value as Json) : document,
      );
      expect(check(id, changed, [...manifestRules]).findings).toBeGreaterThanOrEqual(0);
    }),
    { numRuns: 500 },
  );
});
