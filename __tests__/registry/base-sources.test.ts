import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { trustedRegistries } from '../../src/base-images/trusted-registries.js';
import type { Host } from '../../src/core/host.js';
import { readOptions } from '../../src/options/read-options.js';
import type { Policy } from '../../src/policy/policy.js';
import { DEFAULT_POLICY } from '../../src/policy/presets.js';
import { baseSources } from '../../src/registry/base-sources.js';
import type { Tree } from '../../src/repository/tree.js';
import { type LoopbackRegistry, loopbackRegistry, OCI_MANIFEST } from './loopback.js';

/** A FROM that a pull request adds must not make a self-hosted runner ask its own network. */

const warnings: string[] = [];
const ignore = () => {};
const host: Host = {
  debug: ignore,
  info: ignore,
  warning: (message) => void warnings.push(message),
  error: ignore,
  progress: ignore,
  step: ignore,
  find: async () => undefined,
  run: async () => ({ status: 1, stdout: '', stderr: '' }),
};
const options = readOptions('check', [], { path: '', noColor: true }, new Date('2026-11-24'));

let registry: LoopbackRegistry;
beforeEach(async () => {
  warnings.length = 0;
  registry = await loopbackRegistry();
  registry.manifest({ schemaVersion: 2, mediaType: OCI_MANIFEST, layers: [] }, '1');
});
afterEach(() => registry.close());

/** A base commit with this Dockerfile; undefined for one that cannot be read. */
const baseWith = (dockerfile: string): Tree => ({
  name: 'main',
  list: async () => new Map([['app/Dockerfile', { id: '1', mode: '100644' }]]),
  read: async () => Buffer.from(dockerfile),
});

async function ask(dockerfile: string, over: Partial<Policy> = {}, reference?: string) {
  const base = baseWith(dockerfile);
  const context = { policy: { ...DEFAULT_POLICY, ...over }, options };
  const sources = baseSources(
    options,
    host,
    trustedRegistries(context, { baseCommit: base, head: base }),
  );
  return sources(reference ?? `${registry.host}/app:1`);
}

describe('in a pull request', () => {
  it.each(['', 'localhost:1/'])(
    'a loopback registry %s is not asked, and a warning says why',
    async (other) => {
      const reference = other === '' ? undefined : `${other}app:1`;
      await expect(ask('FROM debian\n', {}, reference)).rejects.toMatchObject({ code: 'PSE4513' });
      expect(registry.requests).toEqual([]);
      expect(warnings).toEqual([expect.stringContaining('name it in registries of the policy')]);
    },
  );

  it.each<[string, string, Partial<Policy>]>([
    ['the base commit pulls from it', 'FROM HOST/other:2\n', {}],
    ['the policy allows it', '', { registries: ['HOST/**'] }],
    ['an image of the policy is there', '', { images: ['HOST/app:2'] }],
  ])('it is asked if %s', async (_, dockerfile, over) => {
    const fill = (text: string) => text.replaceAll('HOST', registry.host);
    const { manifest } = await ask(fill(dockerfile), JSON.parse(fill(JSON.stringify(over))));
    expect(manifest).toBeDefined();
    expect(warnings).toEqual([]);
  });
});

it('outside of a pull request every registry is asked', async () => {
  expect((await baseSources(options, host)(`${registry.host}/app:1`)).manifest).toBeDefined();
});
