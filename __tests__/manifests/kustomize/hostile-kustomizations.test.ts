import { describe, expect, it } from '@jest/globals';
import { renderBudget } from '../../../src/manifests/kustomize/render/budget.js';
import { renderKustomization } from '../../../src/manifests/kustomize/render/render.js';
import { documentSource } from '../../../src/manifests/kustomize/render/sources.js';

const OBJECT = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: { a: x }\n';
const repeat = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => text(index)).join('');

function gapsOf(files: Readonly<Record<string, string>>) {
  const source = documentSource((path) => files[path]);
  return renderKustomization('o/kustomization.yaml', source, { ...renderBudget(), steps: 50_000 })
    .gaps;
}

/** The gap of a kustomization with one object and these lines. */
function gapOf(lines: string, more: Readonly<Record<string, string>> = {}) {
  const text = `resources: [a.yaml]\n${lines}`;
  return gapsOf({ 'o/kustomization.yaml': text, 'o/a.yaml': OBJECT, ...more })[0];
}

describe('a hostile kustomization is not rendered', () => {
  it.each([
    [
      'that includes itself',
      {
        'o/kustomization.yaml': 'resources: [../p]\n',
        'p/kustomization.yaml': 'resources: [../o]\n',
      },
      'o/kustomization.yaml includes itself',
    ],
    [
      'with a component that includes itself',
      {
        'o/kustomization.yaml': 'components: [../p]\n',
        'p/kustomization.yaml': 'kind: Component\ncomponents: [../p]\n',
      },
      'p/kustomization.yaml includes itself',
    ],
    [
      'with keys of the wrong type',
      { 'o/kustomization.yaml': 'resources: { a: b }\n' },
      'resources in line 1 of o/kustomization.yaml is not a list',
    ],
  ])('%s', (_, files, gap) => {
    expect(gapsOf(files)).toEqual([gap]);
  });

  it.each([
    [
      'with copies that double',
      `patches:\n  - target: { kind: ConfigMap }\n    patch: |-\n${repeat(60, (i) => `      - { op: copy, from: /data, path: /data/c${i} }\n`)}`,
      'it has too many steps to render',
    ],
    [
      'with copies that nest',
      `patches:\n  - target: { kind: ConfigMap }\n    patch: |-\n${repeat(3000, () => '      - { op: copy, from: /data, path: /data/c }\n')}images: [{ name: a, newTag: b }]\n`,
      'its objects are nested too deep',
    ],
    [
      'with labels for every character of the limit',
      `commonLabels:\n${repeat(60_000, (i) => `  k${i}: v\n`)}`,
      'it has too many steps to render',
    ],
    [
      'with a long prefix',
      `namePrefix: ${'x'.repeat(2000)}\nnameSuffix: z\n`,
      'its names get too long',
    ],
    [
      'with an expression that is too large',
      'patches: [{ target: { name: "((a{1,1000}){1,1000}){1,1000}" }, patch: "{kind: X, metadata: {name: x}}" }]\n',
      'an expression of a target is invalid',
    ],
    [
      'with aliases of aliases',
      `patches:\n  - target: { kind: ConfigMap }\n    patch: |-\n      a: &a [x,x,x,x,x,x,x,x,x,x]\n${repeat(
        9,
        (i) =>
          `      b${i}: &b${i} [${Array(10)
            .fill(i === 0 ? '*a' : `*b${i - 1}`)
            .join(',')}]\n`,
      )}`,
      'the patch in line 4 of o/kustomization.yaml is not valid YAML',
    ],
  ])('%s', (_, lines, gap) => {
    expect(gapOf(lines)).toBe(gap);
  });

  it.each([
    ['labels: [{ pairs: { x: y } }]', 'y in line 2'],
    ['commonLabels: { x: 1 }', '1 in line 2'],
    ['commonAnnotations: { x: true }', 'true in line 2'],
    ['images: [{ name: a, newTag: 1.10 }]', '1.1 in line 2'],
    ['namePrefix: no', 'no in line 2'],
    ['configMapGenerator: [{ name: a, literals: [on] }]', 'on in line 2'],
    ['generatorOptions: { labels: { a: [b] } }', 'a list in line 2'],
    ['patches: [{ target: { kind: Pod, name: 5 }, patch: x }]', '5 in line 2'],
  ])('with %s', (line, value) => {
    expect(gapOf(`${line}\n`)).toBe(
      `${value} of o/kustomization.yaml is not a text (write it in quotes)`,
    );
  });

  it.each(['labels: [{ pairs: { x: "y" } }]', "namePrefix: 'no'", 'commonLabels: { x: }'])(
    'unless it has %s',
    (line) => {
      expect(gapOf(`${line}\n`)).toBeUndefined();
    },
  );

  it('with a JSON patch in brackets that is not JSON', () => {
    const patch = (text: string) =>
      `patches:\n  - target: { kind: ConfigMap }\n    patch: |-\n      ${text}\n`;
    expect(gapOf(patch('[{op: add, path: /data, value: {}}]'))).toBe(
      'the patch that line 4 of o/kustomization.yaml sets begins with [ and is not JSON',
    );
    expect(gapOf(patch('[{"op": "add", "path": "/data", "value": {}}]'))).toBeUndefined();
  });

  it('with several directives in a list', () => {
    const files = {
      'o/kustomization.yaml':
        'resources: [p.yaml]\npatches:\n  - patch: |-\n      apiVersion: v1\n      kind: Pod\n      metadata: { name: p }\n      spec: { containers: [{ name: a, $patch: merge }, { $patch: replace }] }\n',
      'o/p.yaml':
        'apiVersion: v1\nkind: Pod\nmetadata: { name: p }\nspec: { containers: [{ name: a, image: "a:1" }] }\n',
    };
    expect(gapsOf(files)).toEqual(['the list in o/kustomization.yaml:7 has more than one $patch']);
  });

  const target = 'target: { kind: ConfigMap }, patch';
  const copy = (from: string, to: string) =>
    `replacements: [{ source: { kind: ConfigMap, fieldPath: ${from} }, targets: [{ select: { kind: ConfigMap }, fieldPaths: [${to}], options: { create: true } }] }]`;
  it.each([
    [
      `patches: [{ ${target}: "{ kind: ConfigMap, data: { a: b } }" }]`,
      'the patch in o/kustomization.yaml:2 has no kind or no metadata.name',
    ],
    [
      `patches: [{ ${target}: "- { op: test, path: /metadata/annotations, value: {} }" }]`,
      'the patch in o/kustomization.yaml:2 tests or copies annotations that Kustomize adds to',
    ],
    [
      `patches: [{ ${target}: "- { op: copy, from: /metadata, path: /data }" }]`,
      'the patch in o/kustomization.yaml:2 tests or copies annotations that Kustomize adds to',
    ],
    [
      `patches: [{ ${target}: "- { op: replace, path: /metadata/name, value: 5 }" }]`,
      'the name in o/kustomization.yaml:2 is not a text (write it in quotes)',
    ],
    [
      `commonAnnotations: { a: b }\n${copy('metadata.annotations', 'data')}`,
      'the replacement source in line 3 copies annotations that Kustomize adds to',
    ],
    [
      `patches: [{ ${target}: "- { op: remove, path: /metadata/name }" }]`,
      'the object in o/a.yaml:1 has no metadata.name',
    ],
    [`patches: [{ ${target}: "[]" }]`, 'a JSON patch of it has no operations'],
    [
      copy('metadata.name', 'metadata.annotations'),
      'the replacement target in line 2 replaces all annotations',
    ],
  ])('with %s', (lines, gap) => {
    expect(gapOf(`${lines}\n`)).toBe(gap);
  });

  it.each([
    ['commonLabels: [{ path: metadata/labels }]', 'metadata/labels'],
    ['namespace: [{ path: metadata/name, kind: Namespace }]', 'metadata/name'],
    ['replicas: [{ path: spec/replicas, kind: Deployment }]', 'spec/replicas'],
    [
      'nameReference: [{ kind: Secret, version: v1, fieldSpecs: [{ path: spec/imagePullSecrets/name, kind: Pod, create: true }] }]',
      'spec/imagePullSecrets/name',
    ],
  ])('with the configuration %s', (text, field) => {
    expect(gapOf('configurations: [c.yaml]\n', { 'o/c.yaml': text })).toBe(
      `its configurations set create of ${field} to true and to false`,
    );
  });

  it('with the configuration of a base that its overlay contradicts', () => {
    const files = {
      'o/kustomization.yaml': 'resources: [../b]\n',
      'b/kustomization.yaml': 'resources: [a.yaml]\nconfigurations: [c.yaml]\n',
      'b/a.yaml': OBJECT,
      'b/c.yaml': 'images: [{ path: "spec/containers[]/image", kind: App }]\n',
    };
    expect(gapsOf(files)).toEqual([
      'its configurations set create of spec/containers[]/image to true and to false',
    ]);
  });

  it('with a subject that is a text', () => {
    const binding =
      'apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: { name: b }\nsubjects: [x]\n';
    expect(gapOf('', { 'o/a.yaml': binding })).toBe('the subject in o/a.yaml:4 is not a map');
  });

  it('with ports that a patch cannot tell apart', () => {
    const files = {
      'o/kustomization.yaml':
        'resources: [p.yaml]\npatches:\n  - patch: |-\n      apiVersion: v1\n      kind: Pod\n      metadata: { name: p }\n      spec: { containers: [{ name: a, ports: [{ containerPort: 80 }] }] }\n',
      'o/p.yaml':
        'apiVersion: v1\nkind: Pod\nmetadata: { name: p }\nspec: { containers: [{ name: a, ports: [{ containerPort: 53, protocol: UDP }, { containerPort: 53 }] }] }\n',
    };
    expect(gapsOf(files)).toEqual([
      'the list in o/p.yaml:4 repeats an item with the same containerPort',
    ]);
  });

  it('with values of ten megabytes', () => {
    const generator = 'configMapGenerator: [{ name: b, files: [big] }]\n';
    expect(gapOf(generator, { 'o/big': 'x'.repeat(10_000_000) })).toBe(
      'it has too many characters to render',
    );
  });

  it('takes linear time for an expression that would backtrack', () => {
    const patch =
      'patches: [{ target: { name: "(a+)+b" }, patch: "{kind: X, metadata: {name: x}}" }]\n';
    const object = OBJECT.replace('name: a', `name: ${'a'.repeat(5000)}`);
    expect(gapOf(patch, { 'o/a.yaml': object })).toBeUndefined();
  });
});
