import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { openArtifact } from '../../src/image/artifacts/open.js';
import { toPublicKey } from '../../src/signatures/keys.js';
import { verifyImage } from '../../src/signatures/verify-image.js';
import { verifyProvenance } from '../../src/signatures/verify-provenance.js';
import { requirePrograms } from './peers.js';
import { type Attack, type Format, prepareAttacks } from './signature-attacks/attacks.js';
import { IDENTITY, type Kit, startKit } from './signature-attacks/kit.js';

/**
 * Every value of a signature, its certificate, log entry and timestamp, of a bundle and of provenance is altered, removed,
 * exchanged or made by somebody else. Portside must reject each. cosign verifies a sample of them as well, all of
 * them with PORTSIDE_ATTACKS=all (npm run test:full); docs/trust.md explains each kind of disagreement.
 */
let kit: Kit;
let attacks: readonly Attack[];
let work: string;
beforeAll(async () => {
  requirePrograms('cosign', 'openssl');
  work = mkdtempSync(join(tmpdir(), 'portside-signatures-'));
  kit = await startKit();
  for (const [name, pem] of Object.entries(kit.sigstore.files)) writeFileSync(file(name), pem);
  const pem = kit.key.publicKey.export({ type: 'spki', format: 'pem' });
  writeFileSync(file('key.pub'), pem);
  writeFileSync(file('root.json'), kit.sigstore.trustedRoot);
  attacks = await prepareAttacks(kit);
});
afterAll(async () => {
  await kit?.stop();
  if (work) rmSync(work, { recursive: true, force: true });
});

const file = (name: string) => join(work, name);
const wanted = ({ verified }: Attack) => (verified === undefined ? 'rejected' : 'verified');

it('Portside rejects every attack, and verifies what is right', async () => {
  expect(attacks.filter((attack) => wanted(attack) === 'rejected').length).toBeGreaterThan(220);
  expect(new Set(attacks.map(({ name }) => name)).size).toBe(attacks.length);
  const wrong: string[] = [];
  for (const attack of attacks) {
    const verdict = await ours(attack);
    if (verdict !== wanted(attack)) wrong.push(`${attack.name}: ${verdict}`);
  }
  expect(wrong).toEqual([]);
});

it('cosign has the same verdict, but for the kinds that docs/trust.md explains', async () => {
  const page = readFileSync('docs/trust.md', 'utf8');
  const isAll = process.env.PORTSIDE_ATTACKS === 'all';
  const asked = attacks.flatMap(({ format, ...attack }) =>
    // cosign does not compare the content of provenance.
    format === 'provenance' ? [] : [{ ...attack, format }],
  );
  const sample = isAll ? asked : asked.filter(({ verified }, i) => verified || i % EVERY === 0);
  const disagreements: string[] = [];
  await Promise.all(
    [0, 1].map(async (half) => {
      for (const attack of sample.filter((_, i) => i % 2 === half)) {
        const verdict = await cosign(attack.digest, attack.format);
        const known = EXPLAINED.some(([pattern]) => pattern.test(attack.name));
        if (verdict !== wanted(attack) && !known) disagreements.push(`${attack.name}: ${verdict}`);
      }
    }),
  );
  expect(disagreements).toEqual([]);
  expect(EXPLAINED.filter(([, text]) => !page.includes(text))).toEqual([]);
});

/** One of so many attacks is in the sample. */
const EVERY = 7;

/** The attacks about which cosign differs, and the row of docs/trust.md that says why. */
const EXPLAINED: readonly (readonly [RegExp, string])[] = [
  [/its subject has capitals/, 'a digest is written in lower case'],
];

async function ours({ format, digest }: Attack): Promise<string> {
  const target = await openArtifact(reference(digest), {});
  const { trustedRoot } = kit.sigstore;
  const { issuer, subject } = IDENTITY;
  const { verified, findings, incomplete } =
    format === 'provenance'
      ? await verifyProvenance(target, {
          signedBy: [],
          trustedRoot,
          provenance: { source: 'github.com/acme/app' },
        })
      : await verifyImage(target, {
          // As cosign does by default.
          log: 'required',
          trustedRoot,
          signedBy:
            format === 'key'
              ? [{ kind: 'key', key: toPublicKey(kit.key.publicKey) }]
              : [{ kind: 'identity', issuer, subject }],
        });
  if (incomplete.length > 0) return `incomplete: ${incomplete[0]?.reason}`;
  return verified.length > 0 && findings.length === 0 ? 'verified' : 'rejected';
}

async function cosign(digest: string, format: Exclude<Format, 'provenance'>): Promise<string> {
  const { issuer, subject } = IDENTITY;
  const identity = ['--certificate-identity', subject, '--certificate-oidc-issuer', issuer];
  const legacy = ['verify', '--timestamp-certificate-chain', file('TIMESTAMP_CHAIN')];
  const how = {
    key: ['verify', '--key', file('key.pub')],
    identity: [...legacy, ...identity],
    // cosign 2 verifies bundles of images as attestations only.
    bundle: [
      ...['verify-attestation', '--new-bundle-format', '--trusted-root', file('root.json')],
      ...['--type', 'https://sigstore.dev/cosign/sign/v1', ...identity],
    ],
  }[format];
  const roots = Object.keys(kit.sigstore.files);
  const env = { ...process.env, ...Object.fromEntries(roots.map((n) => [n, file(n)])), HOME: work };
  const args = [...how, '--allow-http-registry', '--offline', reference(digest)];
  const child = spawn('cosign', args, { env, stdio: 'ignore' });
  const status = await new Promise((resolve, reject) => {
    child.once('close', resolve);
    child.once('error', reject);
  });
  return status === 0 ? 'verified' : 'rejected';
}

const reference = (digest: string) => `${kit.registry.host}/acme/app@${digest}`;
