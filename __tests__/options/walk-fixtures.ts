import { execFileSync } from 'node:child_process';
import { createPublicKey } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { SLSA_02 } from '../../src/signatures/provenance/slsa-02.js';
import { layoutIn } from '../image/build-layout.js';
import { tar } from '../image/build-tar.js';
import { loopbackRegistry, sha256, tinyImage } from '../registry/loopback.js';
import { IDENTITY, keylessEnvelope, keylessSigner } from '../signatures/private-bundles.js';
import { slsa02 } from '../signatures/provenance/predicates.js';
import {
  attach,
  attestationLayer,
  envelope,
  messageBundle,
  refer,
  type SigningKey,
  signatureLayer,
  signingKey,
  simpleSigning,
  statement,
} from '../signatures/signing.js';

const DOCKERFILE = 'FROM scratch\nCOPY app /app\nRUN apt-get install curl\nWORKDIR app\n';
const COMPOSE = 'services:\n  web:\n    image: app:latest\n    privileged: true\n';
const STATUS = (version: string) =>
  `Package: curl\nStatus: install ok installed\nArchitecture: amd64\nVersion: ${version}\n\n`;
const PURL = 'pkg:deb/debian/curl@8.0-1';
const CVE = 'CVE-2030-1';

/** An OSV record of Debian 12 about curl. */
const RECORD = {
  schema_version: '1.6.0',
  id: 'DEBIAN-CVE-2030-1',
  aliases: [CVE],
  upstream: [CVE],
  modified: '2026-01-01T00:00:00Z',
  published: '2026-01-01T00:00:00Z',
  severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }],
  affected: [
    {
      package: { ecosystem: 'Debian:12', name: 'curl' },
      ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '9.0-1' }] }],
      ecosystem_specific: { urgency: 'high' },
    },
  ],
};

/** The same without a fix, and newer. */
const UNFIXED = {
  ...RECORD,
  id: 'DEBIAN-CVE-2030-2',
  aliases: ['CVE-2030-2'],
  upstream: ['CVE-2030-2'],
  affected: RECORD.affected.map((one) => ({
    ...one,
    ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }] }],
  })),
};

const MALICIOUS = {
  ...RECORD,
  id: 'MAL-2030-1',
  aliases: [],
  upstream: [],
  affected: [{ package: { ecosystem: 'npm', name: 'evil' }, versions: ['1.0.0'] }],
};

/** Of a package of a language, with a fix. */
const OUTDATED = {
  ...RECORD,
  id: 'GHSA-2030-1',
  aliases: [],
  upstream: [],
  affected: [
    {
      package: { ecosystem: 'npm', name: 'outdated' },
      ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '1.0.1' }] }],
    },
  ],
};

const VEX = {
  '@context': 'https://openvex.dev/ns/v0.2.0',
  '@id': 'https://example.com/vex',
  author: 'a',
  timestamp: '2026-01-01T00:00:00Z',
  version: 1,
  statements: [
    {
      vulnerability: { name: CVE },
      products: [{ '@id': PURL }],
      status: 'not_affected',
      justification: 'vulnerable_code_not_present',
    },
  ],
};

const TRIVY = {
  SchemaVersion: 2,
  ArtifactName: 'app:1',
  Results: [
    {
      Target: 'app:1',
      Type: 'debian',
      Vulnerabilities: [
        {
          VulnerabilityID: 'CVE-2030-9',
          PkgName: 'curl',
          PkgIdentifier: { PURL },
          InstalledVersion: '8.0-1',
          Severity: 'HIGH',
        },
      ],
    },
  ],
};

const KEV = { vulnerabilities: [{ cveID: CVE }] };

const SBOM = {
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  components: [
    { type: 'library', name: 'curl', version: '8.0-1', purl: `${PURL}?distro=debian-12` },
  ],
};

/** Reports that it found the file with the name `app` infected. */
const CLAMSCAN = `#!/bin/sh
for last; do :; done
case "$*" in *--version*) echo "ClamAV 1.4.0/27000/Mon Jan  5 10:00:00 2026"; exit 0;; esac
found=$(find "$last" -type f | head -1)
echo "$found: Eicar-Signature FOUND"
exit 1
`;

/** Locks one package at the version. */
const packageLock = (version: string) => ({
  lockfileVersion: 3,
  packages: { 'node_modules/a': { version, resolved: `https://npm.test/a/-/a-${version}.tgz` } },
});

/** A repository, images, a registry with signatures, and the files that options name. */
export async function walkFixtures() {
  const work = mkdtempSync(join(tmpdir(), 'portside-walk-'));
  const write = (path: string, content: string | Uint8Array | object) => {
    const file = join(work, path);
    mkdirSync(dirname(file), { recursive: true });
    const isData = typeof content === 'string' || content instanceof Uint8Array;
    writeFileSync(file, isData ? content : JSON.stringify(content));
    return file;
  };
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
      cwd: work,
      stdio: 'pipe',
    });
  writeRepository(write);
  write('package-lock.json', packageLock('1.0.0'));
  git('init', '-q');
  git(
    'add',
    'Dockerfile',
    'other',
    'ignored',
    'gap',
    'compose.yaml',
    '.github',
    'package-lock.json',
  );
  git('commit', '-qm', 'base');
  write('package-lock.json', packageLock('1.1.0'));
  write('.github/portside.yml', 'fail-on: { severity: critical }\n');
  writeImages(work, write);
  for (const [path, content] of Object.entries({
    'strict.yml': 'extends: strict\n',
    'audit.yml': 'extends: audit\n',
    'trust.yml': 'trust:\n  - { images: "**", signed-by: { key: key.pem } }\n',
    'image.yml': 'image: app:9\n',
    'kev.yml': 'fail-on: { severity: none, known-exploited: true }\n',
    'epss.yml': 'fail-on: { severity: none, known-exploited: false, epss: 0.5 }\n',
    'osv/record.json': RECORD,
    'osv/unfixed.json': UNFIXED,
    'osv/malicious.json': MALICIOUS,
    'osv/outdated.json': OUTDATED,
    'none/record.json': { ...RECORD, affected: [] },
    'vex.json': VEX,
    'trivy.json': TRIVY,
    'kev.json': KEV,
    'epss.csv': `cve,epss,percentile\n${CVE},0.97,0.99\n`,
    'sbom.json': SBOM,
    'clean.Dockerfile': 'FROM scratch\n',
    'stages/Dockerfile':
      'FROM debian:12 AS build\nRUN sudo ls\nFROM scratch\nCOPY --from=build /a /a\n',
  }))
    write(path, content);
  chmodSync(write('bin/clamscan', CLAMSCAN), 0o755);
  const signed = await writeSignatures(write);
  return {
    work,
    write,
    ...signed,
    path: `${join(work, 'bin')}:${process.env.PATH}`,
    close: async () => {
      await signed.stop();
      rmSync(work, { recursive: true });
    },
  };
}

type Write = (path: string, content: string | Uint8Array | object) => string;

function writeRepository(write: Write): void {
  write('Dockerfile', DOCKERFILE);
  write('other/Dockerfile', 'FROM debian:12\nRUN sudo ls\nRUN cd /tmp # x\n');
  write(
    'ignored/Dockerfile',
    'FROM debian:12\n# portside ignore=DL3004 reason=test\nRUN sudo ls\n',
  );
  write('gap/compose.yaml', 'services: { a: { image: "a:1", privileged: $P } }\n');
  write('compose.yaml', COMPOSE);
  write('.github/portside.yml', 'extends: strict\nimage: oci:before\n');
}

/**
 * An index of two platforms, an older image, one whose layer is not the one that its configuration names, and one with a
 * changed file.
 */
function writeImages(work: string, write: Write): void {
  const folder = { path: work, write, remove: () => {} };
  const layer = (version: string) =>
    tar([
      { name: 'etc/os-release', body: 'ID=debian\nVERSION_ID="12"\nVERSION_CODENAME=bookworm\n' },
      { name: 'var/lib/dpkg/status', body: STATUS(version) },
      { name: 'run', body: '#!/bin/sh\n', mode: 0o4755 },
      {
        name: 'app/node_modules/evil/package.json',
        body: '{"name":"evil","version":"1.0.0","license":"SSPL-1.0"}',
      },
      {
        name: 'app/node_modules/outdated/package.json',
        body: '{"name":"outdated","version":"1.0.0","license":"MIT"}',
      },
      { name: 'root/.netrc', body: `machine a.example login b password ${'q7Xk2'.repeat(4)}\n` },
    ]);
  const image = layoutIn(folder, 'image');
  image.index([
    image.image([layer('8.0-1')]),
    image.image([layer('9.1-1')], { platform: 'linux/arm64' }),
  ]);
  const before = layoutIn(folder, 'before');
  before.index([before.image([layer('7.0-1')])]);
  const altered = layoutIn(folder, 'altered');
  const compress = (bytes: Buffer) => gzipSync(Buffer.concat([bytes, Buffer.alloc(512)]));
  altered.index([altered.image([layer('8.0-1')], { compress })]);
  const tampered = layoutIn(folder, 'tampered');
  const files = tar([
    { name: 'var/lib/dpkg/status', body: STATUS('8.0-1') },
    { name: 'var/lib/dpkg/info/curl.md5sums', body: `${'0'.repeat(32)}  usr/bin/curl\n` },
    { name: 'usr/bin/curl', body: '#!/bin/sh\n' },
  ]);
  tampered.index([tampered.image([files])]);
}

async function writeSignatures(write: Write) {
  const [registry, signer] = await Promise.all([loopbackRegistry(), keylessSigner()]);
  const key = signingKey();
  const pem = (of: SigningKey) =>
    createPublicKey(of.privateKey).export({ type: 'spki', format: 'pem' });
  write('key.pem', pem(key));
  write('other.pem', pem(signingKey()));
  write('root.json', signer.trustedRoot);
  write('file', 'content');
  write('bundle.json', messageBundle('content', key));
  write('other-bundle.json', messageBundle('other', key));
  const name = (digest: string) => `${registry.host}/acme/app@${digest}`;
  const signed = tinyImage(registry, 'signed', 'signed');
  const payload = simpleSigning(signed, { team: 'a' });
  attach(registry, signed, '.sig', [signatureLayer(registry, payload, key)]);
  const built = tinyImage(registry, 'built');
  attach(registry, built, '.att', [
    attestationLayer(registry, envelope(statement(built, SLSA_02, slsa02('refs/heads/main')), key)),
  ]);
  const blob = statement(sha256('content'), 'https://example.com/any');
  write('keyless.json', await keylessEnvelope(signer, blob));
  const keyless = tinyImage(registry, 'keyless');
  const content = statement(keyless, 'https://sigstore.dev/cosign/sign/v1');
  refer(registry, keyless, [
    await keylessEnvelope(signer, content, { ...IDENTITY, trigger: 'push' }),
  ]);
  const attested = tinyImage(registry, 'attested');
  refer(registry, attested, [
    await keylessEnvelope(
      signer,
      statement(attested, 'https://spdx.dev/Document/v2.3', { name: 'app' }),
      { ...IDENTITY, trigger: 'push' },
    ),
  ]);
  const unlogged = tinyImage(registry, 'unlogged');
  const bundle = await keylessEnvelope(
    signer,
    statement(unlogged, 'https://sigstore.dev/cosign/sign/v1'),
  );
  Object.assign(Object(bundle).verificationMaterial, { tlogEntries: [] });
  refer(registry, unlogged, [bundle]);
  return {
    registry,
    /** The same registry by an address that is not loopback. */
    plain: `${registry.host.replace('127.0.0.1', '0.0.0.0')}/acme/app@${signed}`,
    signed: name(signed),
    built: name(built),
    keyless: name(keyless),
    /** An SBOM that a certificate signed. */
    attested: name(attested),
    /** Signed by a certificate, without an entry in the transparency log. */
    unlogged: name(unlogged),
    stop: async () => {
      await Promise.all([registry.close(), signer.stop()]);
    },
  };
}
