import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, test } from '@jest/globals';
import { terminalHost } from '../../src/cli/terminal.js';
import type { Inspection } from '../../src/core/report.js';
import type { Environment } from '../../src/options/environment.js';
import { readOptions } from '../../src/options/read-options.js';
import type { TrustRequirement } from '../../src/policy/policy.js';
import { DEFAULT_POLICY } from '../../src/policy/presets.js';
import { inspectImages } from '../../src/scan/images.js';
import { inspectTarget } from '../../src/scan/target.js';
import { githubStore } from '../../src/signatures/authorities.js';
import { sha256, tar } from '../image/build-tar.js';
import {
  descriptor,
  type LoopbackRegistry,
  loopbackRegistry,
  OCI_INDEX,
  OCI_MANIFEST,
} from '../registry/loopback.js';
import {
  attach,
  attestationLayer,
  envelope,
  keyBundle,
  type SigningKey,
  signatureLayer,
  signingKey,
  simpleSigning,
  statement,
} from '../signatures/signing.js';

const host = terminalHost({ quiet: true, path: '', stderr: process.stderr });
const VEX = 'https://openvex.dev/ns/v0.2.0';
const CYCLONEDX = 'https://cyclonedx.org/bom';
const SLSA = 'https://slsa.dev/provenance/v1';
const LODASH = 'pkg:npm/lodash@4.17.15';

const before = process.cwd();
let root: string;
let registry: LoopbackRegistry;
let ours: SigningKey;
let image: string;
let name: string;
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'portside-image-trust-'));
  process.chdir(root);
  registry = await loopbackRegistry();
  ours = signingKey();
  writeKey('ours.pub', ours);
  name = `${registry.host}/acme/app:1`;
  image = pushImage(registry, 'one', '1');
  mkdirSync(join(root, 'advisories', 'npm'), { recursive: true });
  writeFileSync(join(root, 'advisories', 'npm', 'a.json'), JSON.stringify(ADVISORY));
});
afterEach(async () => {
  process.chdir(before);
  await registry.close();
  rmSync(root, { recursive: true });
});

const ADVISORY = {
  schema_version: '1.7.0',
  id: 'CVE-2020-8203',
  modified: '2026-11-24T00:00:00Z',
  severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:H' }],
  affected: [
    {
      package: { ecosystem: 'npm', name: 'lodash' },
      ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '4.17.19' }] }],
    },
  ],
};
const OPENVEX = {
  '@context': VEX,
  timestamp: '2026-11-01T00:00:00Z',
  statements: [
    {
      vulnerability: { name: 'CVE-2020-8203' },
      products: [{ '@id': LODASH }],
      status: 'not_affected',
      justification: 'vulnerable_code_not_in_execute_path',
    },
  ],
};
const BOM = {
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  components: [{ type: 'library', name: 'lodash', version: '4.17.15', purl: LODASH }],
};

function writeKey(file: string, key: SigningKey): void {
  const pem = key.policy.key.object?.export({ type: 'spki', format: 'pem' });
  writeFileSync(join(root, file), String(pem));
}

/** An image of one layer that holds lodash; its digest. */
function pushImage(to: LoopbackRegistry, salt: string, ...tags: string[]): string {
  const layer = tar([
    {
      name: 'app/node_modules/lodash/package.json',
      body: '{"name":"lodash","version":"4.17.15"}',
    },
  ]);
  const config = JSON.stringify({
    os: 'linux',
    architecture: 'amd64',
    config: { Labels: { salt } },
    rootfs: { type: 'layers', diff_ids: [sha256(layer)] },
  });
  return to.manifest(
    {
      schemaVersion: 2,
      mediaType: OCI_MANIFEST,
      config: descriptor(
        'application/vnd.oci.image.config.v1+json',
        to.blob(config),
        config.length,
      ),
      layers: [descriptor('application/vnd.oci.image.layer.v1.tar', to.blob(layer), layer.length)],
    },
    ...tags,
  );
}

const sign = (digest: string, by = ours) =>
  attach(registry, digest, '.sig', [signatureLayer(registry, simpleSigning(digest), by)]);
const attest = (type: string, predicate: object, by = ours) =>
  attach(registry, image, '.att', [
    attestationLayer(registry, envelope(statement(image, type, predicate), by)),
  ]);

const REQUIRED: TrustRequirement = {
  images: '**/acme/*',
  signedBy: [{ key: 'ours.pub' }],
};
const settings = (...words: string[]) =>
  readOptions(
    'scan',
    ['--advisories', join(root, 'advisories'), ...words],
    { path: '', noColor: true },
    new Date('2026-11-24'),
  );

/** As `check` does. */
function check(trust: readonly TrustRequirement[] = [REQUIRED], reference = name) {
  const policy = { ...DEFAULT_POLICY, trust };
  return inspectImages(
    { plans: [] },
    {
      root,
      policy,
      options: { ...settings(), images: [reference] },
      host,
    },
  );
}

/** As `scan` does. */
function scan(words: readonly string[], trust: readonly TrustRequirement[] = [REQUIRED]) {
  const policy = { ...DEFAULT_POLICY, trust };
  return inspectTarget(name, ['vulnerability'], {
    root: '.',
    policy,
    options: settings(...words),
    host,
  });
}

const rules = ({ findings }: Inspection) =>
  findings
    .filter(({ check }) => check === 'vulnerability' || check === 'trust')
    .map(({ rule, status }) => (status === 'new' ? rule : `${rule} ${status}`));
const trustNotes = ({ notes }: Inspection) =>
  notes.filter(({ check }) => check === 'trust').map(({ message }) => message);
const trustRows = ({ coverage = [] }: Inspection) =>
  coverage.filter(({ check }) => check === 'trust');
const atManifests = () => registry.requests.filter(({ url }) => url.endsWith('/manifests/1'));

describe('an image that the policy speaks of', () => {
  it('without a signature is a finding', async () => {
    expect(rules(await check())).toEqual(['CVE-2020-8203', 'PST001']);
  });

  it('with the signature is fine, and its tag is asked for at the start and at the end alone', async () => {
    sign(image);
    const result = await check();
    expect([rules(result), result.incomplete]).toEqual([['CVE-2020-8203'], []]);
    expect(trustNotes(result)[0]).toContain('Verified ');
    expect(trustRows(result)).toEqual([{ check: 'trust', target: name, state: 'checked' }]);
    expect(atManifests()).toHaveLength(2);
  });

  it('is verified as the digest that is scanned, and a tag that moves meanwhile is found', async () => {
    sign(image);
    let asked = 0;
    registry.answer = (request) => {
      if (request.url?.endsWith('/manifests/1') && ++asked === 1)
        setImmediate(() => pushImage(registry, 'two', '1'));
      return false;
    };
    const result = await check();
    expect(rules(result)).toEqual(['CVE-2020-8203', 'PST008']);
    expect(result.targets[0]?.digest).toBe(image);
  });

  it('counts as signed by its index as by itself', async () => {
    const platform = { os: 'linux', architecture: 'amd64' };
    const child = { ...descriptor(OCI_MANIFEST, image, 1), platform };
    const indexed = (salt: string) =>
      registry.manifest(
        { schemaVersion: 2, mediaType: OCI_INDEX, manifests: [child], annotations: { salt } },
        'many',
      );
    const many = name.replace(':1', ':many');
    sign(indexed('a'));
    expect(rules(await check([REQUIRED], many))).toEqual(['CVE-2020-8203']);
    indexed('b');
    expect(rules(await check([REQUIRED], many))).toEqual(['CVE-2020-8203', 'PST001']);
    sign(image);
    expect(rules(await check([REQUIRED], many))).toEqual(['CVE-2020-8203']);
  });

  it('must be signed for each platform of its index, or by the index', async () => {
    const other = pushImage(registry, 'two');
    const manifests = [
      { ...descriptor(OCI_MANIFEST, image, 1), platform: { os: 'linux', architecture: 'amd64' } },
      { ...descriptor(OCI_MANIFEST, other, 1), platform: { os: 'linux', architecture: 'arm64' } },
    ];
    const index = registry.manifest(
      { schemaVersion: 2, mediaType: OCI_INDEX, manifests },
      'platforms',
    );
    const signatures = async () => {
      const { findings } = await check([REQUIRED], name.replace(':1', ':platforms'));
      return findings.flatMap(({ rule, subject }) =>
        rule === 'PST001' ? [subject?.platforms] : [],
      );
    };
    expect(await signatures()).toEqual([['linux/amd64', 'linux/arm64']]);
    sign(image);
    expect(await signatures()).toEqual([['linux/arm64']]);
    sign(index);
    expect(await signatures()).toEqual([]);
  });

  it('must have the provenance that is asked for, too', async () => {
    sign(image);
    attest(SLSA, {
      buildDefinition: {
        buildType: 'https://builder.example/type',
        externalParameters: { source: 'git+https://github.com/acme/app@refs/tags/v1' },
      },
      runDetails: { builder: { id: 'https://builder.example/1' } },
    });
    const asking = (provenance: TrustRequirement['provenance']) =>
      check([{ ...REQUIRED, ...(provenance ? { provenance } : {}) }]);
    expect(rules(await asking({ source: 'github.com/acme/app' }))).toEqual(['CVE-2020-8203']);
    expect(rules(await asking({ source: 'github.com/evil/app' }))).toContain('PST006');
    expect(rules(await asking({ source: 'github.com/acme/app', level: 3 }))).toContain('PST006');
    expect(rules(await asking({ branch: 'main' }))).toContain('PST006');
  });

  it('stops nothing when its signatures cannot be read, and is incomplete', async () => {
    registry.answer = (request, response) => {
      if (!request.url?.endsWith('.sig')) return false;
      response.writeHead(403).end();
      return true;
    };
    const result = await check();
    expect(rules(result)).toEqual(['CVE-2020-8203']);
    expect(result.incomplete).toMatchObject([{ check: 'trust', target: name }]);
  });

  it('whose key is none is the user’s mistake', async () => {
    writeFileSync(join(root, 'ours.pub'), 'rubbish');
    await expect(check()).rejects.toMatchObject({ kind: 'usage' });
    const outside = [{ ...REQUIRED, signedBy: [{ key: '../ours.pub' }] }];
    await expect(check(outside)).rejects.toMatchObject({ kind: 'usage' });
  });

  it('that the policy does not speak of is not asked about', async () => {
    sign(image, signingKey());
    const result = await check([{ ...REQUIRED, images: 'ghcr.io/**' }]);
    expect(rules(result)).toEqual(['CVE-2020-8203']);
    expect(trustRows(result)).toMatchObject([{ target: name, state: 'not-applicable' }]);
    expect(registry.requests.filter(({ url }) => url.includes('.sig'))).toEqual([]);
  });
});

describe('VEX that is attested of an image', () => {
  it('suppresses when a signer of the policy attested it', async () => {
    sign(image);
    attest(VEX, OPENVEX);
    const result = await check();
    expect(rules(result)).toEqual(['CVE-2020-8203 excepted']);
    const [excepted] = result.findings.filter(({ exception }) => exception);
    expect(JSON.stringify(excepted?.exception)).toContain('VEX attested by P-256 key');
    expect(rules(await scan([]))).toEqual(['CVE-2020-8203 excepted']);
  });

  test.each<[string, () => void, string]>([
    ['by another key', () => attest(VEX, OPENVEX, signingKey()), 'was rejected'],
    ['of another image', () => void attachOther(), 'was rejected'],
    ['as rubbish', () => attest(VEX, { '@context': 'x' }), 'cannot be used'],
  ])('%s suppresses nothing, and a note says so', async (_, make, why) => {
    sign(image);
    make();
    const result = await check();
    expect(rules(result)).toEqual(['CVE-2020-8203']);
    expect(trustNotes(result).join('\n')).toContain(why);
  });

  it('without a policy is not even asked for', async () => {
    attest(VEX, OPENVEX);
    expect(rules(await scan([], []))).toEqual(['CVE-2020-8203']);
    expect(registry.requests.filter(({ url }) => url.includes('.att'))).toEqual([]);
  });

  function attachOther() {
    const other = statement(`sha256:${'0'.repeat(64)}`, VEX, OPENVEX);
    return attach(registry, image, '.att', [attestationLayer(registry, envelope(other, ours))]);
  }
});

describe('GitHub’s attestation store', () => {
  const github = { server: 'https://github.com', repository: 'acme/app', token: 't' };
  const inWorkflow = (more: object = {}) => ({
    path: '',
    noColor: true,
    github: { ...github, api: `http://${registry.host}`, ...more },
  });
  const store = (repository: string) => {
    const bundle = keyBundle({ dsseEnvelope: envelope(statement(image, VEX, OPENVEX), ours) });
    registry.answer = (request, response) => {
      if (!request.url?.startsWith(`/repos/${repository}/attestations/${image}`)) return false;
      response.end(JSON.stringify({ attestations: [{ bundle }] }));
      return true;
    };
  };
  const inspect = (environment: Environment, words: readonly string[] = []) =>
    inspectTarget(name, ['vulnerability'], {
      root: '.',
      policy: { ...DEFAULT_POLICY, trust: [REQUIRED] },
      options: { ...settings(...words), environment },
      host,
    });

  it('is asked in a workflow, with its token, which goes nowhere else', async () => {
    sign(image);
    store('acme/app');
    expect(rules(await inspect(inWorkflow()))).toEqual(['CVE-2020-8203 excepted']);
    for (const { url, authorization } of registry.requests)
      expect([url, authorization]).toEqual([
        url,
        url.startsWith('/repos/') ? 'Bearer t' : undefined,
      ]);
  });

  it('is not asked elsewhere', async () => {
    sign(image);
    store('acme/app');
    expect(rules(await inspect({ path: '', noColor: true }))).toEqual(['CVE-2020-8203']);
  });

  test.each<[string | undefined, string]>([
    ['github.com/other/app', 'other/app'],
    ['git+https://github.com/other/app.git', 'other/app'],
    ['gitlab.com/other/app', 'acme/app'],
    ['github.com.evil.example/other/app', 'acme/app'],
    [undefined, 'acme/app'],
  ])('of a build from %s is that of %s', (source, repository) => {
    const asked = githubStore({ offline: false, environment: inWorkflow() }, source);
    expect(asked.github?.repository).toBe(repository);
    expect(githubStore({ offline: true, environment: inWorkflow() }, source)).toEqual({});
  });
});

describe('an SBOM that is attested of an image', () => {
  it('is compared with what is in it', async () => {
    sign(image);
    attest(CYCLONEDX, BOM);
    expect(trustNotes(await check()).join('\n')).toContain('lists the 1 packages');
    const components = [
      { type: 'library', name: 'left-pad', version: '1', purl: 'pkg:npm/left-pad@1' },
    ];
    attest(CYCLONEDX, { ...BOM, components });
    expect(trustNotes(await check()).join('\n')).toMatch(/1 more in the image \(npm\/lodash@4/);
  });

  it('replaces the scan of the layers if requested, and they are not read', async () => {
    sign(image);
    attest(CYCLONEDX, BOM);
    const result = await scan(['--attested-sbom', '--policy', 'policy.yml']);
    expect(rules(result)).toEqual(['CVE-2020-8203']);
    expect(result.targets[0]).toMatchObject({ kind: 'image', digest: image });
    const layers = registry.requests.filter(({ url }) => url.includes('/blobs/'));
    // The payload of the signature, and the attestation.
    expect(layers.length).toBe(2);
  });

  test.each<[string, readonly TrustRequirement[], SigningKey]>([
    ['that somebody else attested', [REQUIRED], signingKey()],
    ['of an image without a trust entry', [], signingKey()],
  ])('an SBOM %s is not used: the layers are read', async (_, trust, by) => {
    attest(CYCLONEDX, { ...BOM, components: [] }, by);
    const result = await scan(['--attested-sbom', '--policy', 'policy.yml'], trust);
    expect(rules(result)).toContain('CVE-2020-8203');
    expect(trustNotes(result).join('\n')).toContain('The layers were read');
  });
});
