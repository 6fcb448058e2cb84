import { readFileSync } from 'node:fs';
import { expect, it, test } from '@jest/globals';
import { MAX_RESOURCES, MAX_WORKLOADS } from '../../src/manifests/limit-notes.js';
import { readManifest } from '../../src/manifests/read-manifest.js';

const list = (count: number, part: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => part(i)).join('');
const pod = (containers: number) =>
  `---\nkind: Pod\napiVersion: v1\nspec: { containers: [${list(containers, (i) => `{ name: c${i}, image: a:1 }, `)}] }\n`;

test.each([
  [
    'services',
    'compose',
    `services:\n${list(MAX_WORKLOADS + 5, (i) => `  s${i}: { image: a:1 }\n`)}`,
  ],
  ['containers', 'kubernetes', list(MAX_WORKLOADS / 10 + 5, () => pod(10))],
  ['containers', 'kubernetes', pod(MAX_WORKLOADS + 1)],
  [
    'objects',
    'kubernetes',
    list(MAX_RESOURCES + 1, (i) => `---\nkind: A\napiVersion: v1\nmetadata: { name: a${i} }\n`),
  ],
] as const)(
  'a manifest with too many %s is checked up to the limit, and says so',
  (what, kind, text) => {
    const { services, containers, pods, resources, notes, withoutContainers } = readManifest(
      text,
      'a.yaml',
      kind,
    );
    expect(services.length + containers.length).toBe(what === 'objects' ? 0 : MAX_WORKLOADS);
    expect(pods.flatMap((one) => one.containers)).toHaveLength(containers.length);
    expect(resources.length).toBeLessThanOrEqual(MAX_RESOURCES);
    expect(notes).toEqual([
      expect.stringContaining(` ${what}, and only the first of them were checked`),
    ]);
    expect(withoutContainers).toEqual([]);
  },
);

it('the limits of manifests are in docs/limits.md', () => {
  const page = readFileSync('docs/limits.md', 'utf8').split(/^## /m).at(-1) ?? '';
  for (const limit of [MAX_WORKLOADS, MAX_RESOURCES])
    expect(page).toContain(`| ${limit.toLocaleString('en-US')} |`);
});
