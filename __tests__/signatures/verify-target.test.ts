import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, test } from '@jest/globals';
import { terminalHost } from '../../src/cli/terminal.js';
import { readOptions } from '../../src/options/read-options.js';
import { verifyTarget } from '../../src/signatures/verify-target.js';
import { NOW } from '../now.js';
import { type LoopbackRegistry, loopbackRegistry, tinyImage } from '../registry/loopback.js';
import { IDENTITY, type KeylessSigner, keylessEnvelope, keylessSigner } from './private-bundles.js';
import { messageBundle, refer, signingKey, statement } from './signing.js';

/** A reusable workflow that signs whatever its callers build. */
const SHARED = 'https://github.com/acme/signing/.github/workflows/sign.yml@refs/heads/main';
const COSIGN_SIGN = 'https://sigstore.dev/cosign/sign/v1';
const host = terminalHost({ quiet: true, path: '', stderr: process.stderr });

let registry: LoopbackRegistry;
let signer: KeylessSigner;
let work: string;
/** References of images by the repository whose workflow called the reusable one. */
const images = new Map<string, string>();

beforeAll(async () => {
  [registry, signer] = await Promise.all([loopbackRegistry(), keylessSigner()]);
  work = mkdtempSync(join(tmpdir(), 'portside-verify-'));
  writeFileSync(join(work, 'root.json'), signer.trustedRoot);
  for (const [name, more] of [
    ['ours', { trigger: 'push' }],
    ['pull', { trigger: 'pull_request', ref: 'refs/pull/7/merge' }],
    ['self-hosted', { runner: 'self-hosted' }],
    ['evil', { repository: 'https://github.com/evil/app' }],
  ] as const) {
    const digest = tinyImage(registry, name);
    const identity = { ...IDENTITY, subject: SHARED, ...more };
    refer(registry, digest, [
      await keylessEnvelope(signer, statement(digest, COSIGN_SIGN), identity),
    ]);
    images.set(name, `${registry.host}/acme/app@${digest}`);
  }
});
afterAll(async () => {
  await Promise.all([registry.close(), signer.stop()]);
  rmSync(work, { recursive: true });
});

async function verify(name: string, words: string) {
  const identity = ['--certificate-identity', SHARED, '--certificate-oidc-issuer', IDENTITY.issuer];
  const root = ['--trusted-root', join(work, 'root.json')];
  const all = ['x', ...identity, ...root, ...words.split(' ').filter(Boolean)];
  const options = readOptions('verify', all, { path: '', noColor: true }, NOW);
  return verifyTarget(images.get(name) ?? '', options, host);
}

test.each([
  ['ours', '', undefined],
  ['evil', '', undefined],
  ['ours', '--certificate-github-workflow-repository acme/app', undefined],
  ['ours', '--certificate-github-workflow-repository github.com/acme/*', undefined],
  ['evil', '--certificate-github-workflow-repository acme/*', 'PST003'],
  ['ours', '--certificate-github-workflow-ref refs/heads/main', undefined],
  ['pull', '--certificate-github-workflow-ref refs/heads/main', 'PST003'],
  ['ours', '--certificate-github-workflow-trigger push', undefined],
  ['pull', '--certificate-github-workflow-trigger push', 'PST003'],
  ['ours', '--deny-self-hosted', undefined],
  ['self-hosted', '--deny-self-hosted', 'PST003'],
])('%s with %s: %s', async (name, words, rule) => {
  const { findings, incomplete } = await verify(name, words);
  expect([findings.map((finding) => finding.rule), incomplete]).toEqual([rule ? [rule] : [], []]);
});

it('rejects a bundle when the key is damaged, and an image not at all: the key is the mistake', async () => {
  const key = join(work, 'damaged.pub');
  writeFileSync(key, '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n');
  writeFileSync(join(work, 'bundle.json'), JSON.stringify(messageBundle('text', signingKey())));
  writeFileSync(join(work, 'artifact'), 'text');
  const read = (...words: string[]) =>
    readOptions('verify', ['x', '--key', key, ...words], { path: '', noColor: true }, NOW);
  await expect(verifyTarget(images.get('ours') ?? '', read(), host)).rejects.toMatchObject({
    code: 'PSE7009',
  });
  const bundle = read('--bundle', join(work, 'bundle.json'));
  const { findings } = await verifyTarget(join(work, 'artifact'), bundle, host);
  expect(findings.map(({ rule, message }) => [rule, message])).toEqual([
    ['PST002', expect.stringContaining('the given key is damaged')],
  ]);
});

it('names the repository that called a reusable workflow, in a result and in a finding', async () => {
  const { notes } = await verify('evil', '');
  expect(notes[0]?.message).toContain('called by https://github.com/evil/app');
  const { findings } = await verify('evil', '--certificate-github-workflow-repository acme/app');
  expect(findings[0]?.message).toContain('called by https://github.com/evil/app');
});
