import { describe, expect, it } from '@jest/globals';
import { edited } from './edit-text.js';

const OLD = `sha256:${'a'.repeat(64)}`;
const NEW = `sha256:${'b'.repeat(64)}`;

interface Case {
  readonly path: string;
  readonly from: string;
  readonly to: string;
  readonly line: number;
  readonly before: string;
  readonly after: string;
}

const compose = { path: 'compose.yaml', from: 'node:20', to: 'node:22', line: 3 };
const pod = { path: 'k8s/pod.yml', from: 'r.io/a:1', to: `r.io/a:2@${NEW}`, line: 4 };
const kustomize = { path: 'kustomization.yaml', from: 'node:1.20', to: 'node:1.30', line: 3 };

const TABLE: Readonly<Record<string, Case>> = {
  'a service': {
    ...compose,
    before: 'services:\n  a:\n    image: node:20 # why\n  b:\n    image: node:20\n',
    after: 'services:\n  a:\n    image: node:22 # why\n  b:\n    image: node:20\n',
  },
  'a service in quotes': {
    ...compose,
    before: `services:\n  a:\n    image:   'node:20'`,
    after: `services:\n  a:\n    image:   'node:22'`,
  },
  'a merged fragment': {
    ...compose,
    line: 1,
    before: 'x-base: &base { image: "node:20" }\nservices:\n  a: { <<: *base }\n  b: *base\n',
    after: 'x-base: &base { image: "node:22" }\nservices:\n  a: { <<: *base }\n  b: *base\n',
  },
  'an anchor': {
    ...compose,
    line: 4,
    before: 'x-image: &image node:20\nservices:\n  a:\n    image: *image\n  b: { image: *image }\n',
    after: 'x-image: &image node:22\nservices:\n  a:\n    image: *image\n  b: { image: *image }\n',
  },
  'a manifest of two documents': {
    ...pod,
    line: 10,
    before:
      'apiVersion: v1\nkind: Pod\nspec: {containers: [{name: a, image: r.io/a:1}]}\n---\napiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - name: b # b\n    image: "r.io/a:1"\n',
    after: `apiVersion: v1\nkind: Pod\nspec: {containers: [{name: a, image: r.io/a:1}]}\n---\napiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - name: b # b\n    image: "r.io/a:2@${NEW}"\n`,
  },
  'a manifest in JSON': {
    ...pod,
    path: 'pod.json',
    line: 3,
    before:
      '{\n\t"kind": "Pod", "apiVersion": "v1",\n\t"spec": {"containers": [{"image": "r.io/a:1"}]}\n}',
    after: `{\n\t"kind": "Pod", "apiVersion": "v1",\n\t"spec": {"containers": [{"image": "r.io/a:2@${NEW}"}]}\n}`,
  },
  'the tag of a kustomization': {
    ...kustomize,
    before: 'images:\n- name: node\n  newTag: "1.20"\n- name: x\n  newTag: "1.20"\n',
    after: 'images:\n- name: node\n  newTag: "1.30"\n- name: x\n  newTag: "1.20"\n',
  },
  'the tag of a kustomization without quotes': {
    ...kustomize,
    from: 'm.io/node:v1',
    to: 'm.io/node:1.30',
    before: 'images:\n- name: node\n  newName: m.io/node\n  newTag: v1\n',
    after: 'images:\n- name: node\n  newName: m.io/node\n  newTag: "1.30"\n',
  },
  'the digest of a kustomization': {
    ...kustomize,
    from: `node@${OLD}`,
    to: `node@${NEW}`,
    before: `images:\n- name: node\n  digest: ${OLD}\n`,
    after: `images:\n- name: node\n  digest: ${NEW}\n`,
  },
  'a kustomization that gets another name and a digest': {
    ...kustomize,
    from: 'node:v1',
    to: `m.io/node:v2@${NEW}`,
    before: 'images:\n- name: node\n  newTag: v1 # why\nresources: [a.yaml]\n',
    after: `images:\n- name: node\n  newTag: v2 # why\n  newName: m.io/node\n  digest: ${NEW}\nresources: [a.yaml]\n`,
  },
  'a Dockerfile in a Compose file': {
    ...compose,
    line: 6,
    before:
      'services:\n  a:\n    build:\n      dockerfile_inline: |\n        # node:20\n        FROM node:20 AS x\n        RUN x\n',
    after:
      'services:\n  a:\n    build:\n      dockerfile_inline: |\n        # node:20\n        FROM node:22 AS x\n        RUN x\n',
  },
};

describe('the image of a manifest', () => {
  it.each(Object.keys(TABLE))('is changed in %s, and a second run changes nothing', (name) => {
    const row = TABLE[name];
    if (!row) throw new Error(name);
    const { before, after, ...change } = row;
    expect(edited(before, { kind: 'image', ...change })).toBe(after);
    expect(edited(after, { kind: 'image', ...change })).toMatch(/^unchanged: /);
    const windows = (text: string) => `\ufeff${text.replaceAll('\n', '\r\n')}`;
    expect(edited(windows(before), { kind: 'image', ...change })).toBe(windows(after));
  });

  it('is changed in all Dockerfiles of a Compose file that have it', () => {
    const build = (name: string) =>
      `  ${name}:\n    build:\n      dockerfile_inline: |\n        FROM node:20\n        RUN x\n`;
    const text = `services:\n${build('a')}${build('b')}`;
    const change = { path: 'compose.yaml', line: 5, lines: [10], from: 'node:20', to: 'node:22' };
    expect(edited(text, { kind: 'image', ...change })).toBe(text.replaceAll('node:20', 'node:22'));
  });

  it('is changed in a Dockerfile of a Compose file also where an instruction is added', () => {
    const text =
      'services:\n  a:\n    build:\n      dockerfile_inline: |\n        FROM alpine:3.22\n        RUN x\n';
    const packages = [{ name: 'zlib', version: '1.3-r1' }];
    const change = { path: 'compose.yaml', line: 5, manager: 'apk', base: 'alpine:3.22' } as const;
    expect(edited(text, { kind: 'upgrade', ...change, packages })).toBe(
      text.replace(
        '        RUN x\n',
        '        # portside: upgrade until alpine:3.22 has zlib=1.3-r1\n        RUN apk upgrade --no-cache zlib\n        RUN x\n',
      ),
    );
  });

  it.each<readonly [why: string, text: string, reason: RegExp]>([
    ['a variable gives it', `services:\n a:\n  image: \${I:-node:20}\n`, /from a variable/],
    ['it is another image', 'services:\n a:\n  image: node:21\n', /"node:21" instead of "node:20"/],
    ['it is written over lines', 'services:\n a:\n  image: >-\n   node:20\n', /needs a person/],
    [
      'its alias is used elsewhere',
      'x: &a node:20\nb:\n  image: *a\nc: {y: *a}\n',
      /more than an image/,
    ],
    ['the file is a template', '{{ if x }}\na:\n  image: node:20\n{{ end }}\n', /template/],
    ['the file is not valid', 'a: [\n', /cannot be read/],
    ['a quoted Dockerfile has it', 'a:\n  b:\n    dockerfile_inline: "FROM node:20"\n', /by hand/],
    [
      'Compose sets a variable in it',
      'a:\n  dockerfile_inline: |\n    FROM node:20$X\n',
      /by hand/,
    ],
  ])('is not changed if %s', (_why, text, reason) => {
    expect(edited(text, { kind: 'image', ...compose })).toMatch(reason);
  });
});
