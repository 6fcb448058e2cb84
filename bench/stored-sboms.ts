import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { zipMembers } from '../src/vulnerabilities/records/zip.js';

/**
 * Writes SBOMs of images as a registry has them, in CycloneDX: 200 packages of Debian and 100 of npm, PyPI or Go, with names
 * and versions of real OSV records. About one in eight versions is affected by a record.
 *   node scripts/run.mjs bench/stored-sboms.ts FOLDER [COUNT]
 */
const OSV = resolve(process.env.OSV ?? '../shared/data/osv');
const MAX_RECORD = 16 << 20;
const [DEBIAN, OTHERS] = [200, 100];
/** Images with a kernel or tensorflow are rare, and have hundreds of vulnerabilities. */
const MOST_RECORDS = 30;
const RELEASES = ['11', '12', '13'];

/** Names, each with versions of which a record says that they are affected, or that they are fixed. */
type Versions = Map<string, { affected: string[]; fixed: string[]; records: number }>;

const [folder = 'sboms', count = '10000'] = process.argv.slice(2);
const debian = await versionsOf('Debian');
const languages = [
  ['npm', await versionsOf('npm')],
  ['pypi', await versionsOf('PyPI')],
  ['golang', await versionsOf('Go')],
] as const;
const random = generator(1);
mkdirSync(folder, { recursive: true });
for (let i = 0; i < Number(count); i++)
  writeFileSync(join(folder, `${String(i).padStart(6, '0')}.cdx.json`), JSON.stringify(sbom(i)));

function sbom(i: number) {
  const release = RELEASES[i % RELEASES.length] ?? '12';
  const [type, versions] = languages[i % languages.length] ?? languages[0];
  const name = `ghcr.io/acme/service-${i}`;
  const digest = `sha256:${i.toString(16).padStart(64, '0')}`;
  const purls = [
    ...sample(debian, DEBIAN).map(
      ([pkg, version]) =>
        `pkg:deb/debian/${encodeURIComponent(pkg)}@${encodeURIComponent(version)}?arch=amd64&distro=debian-${release}`,
    ),
    ...sample(versions, OTHERS).map(
      ([pkg, version]) =>
        `pkg:${type}/${pkg.replaceAll('@', '%40')}@${encodeURIComponent(version)}`,
    ),
  ];
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    metadata: {
      timestamp: '2026-11-01T00:00:00Z',
      component: { type: 'container', name, version: digest, 'bom-ref': name },
    },
    components: [
      { type: 'operating-system', name: 'debian', version: release },
      ...purls.map((purl) => ({
        type: 'library',
        'bom-ref': purl,
        name: decodeURIComponent(/([^/]+)@[^@]*$/.exec(purl)?.[1] ?? ''),
        version: decodeURIComponent(/@([^@?]*)(?:\?.*)?$/.exec(purl)?.[1] ?? ''),
        purl,
      })),
    ],
  };
}

/** The version that sorts last as numbers: close to the newest. */
function newest(versions: readonly string[]): string | undefined {
  return versions.toSorted(new Intl.Collator('en', { numeric: true }).compare).at(-1);
}

/** Different packages with a version each. Common packages come first: half of an image is what most images have. */
function sample(versions: Versions, size: number): [string, string][] {
  const names = [...versions.keys()];
  const chosen = new Set<string>();
  while (chosen.size < Math.min(size, names.length)) {
    const among = random() < 0.5 ? Math.min(size, names.length) : names.length;
    chosen.add(names[Math.floor(random() * among)] ?? '');
  }
  return [...chosen].map((name) => {
    const { affected = [], fixed = [] } = versions.get(name) ?? {};
    const isOld = random() < 0.125 && affected.length > 0;
    const old = affected[Math.floor(random() * affected.length)] ?? '1.0';
    return [name, isOld ? old : (newest(fixed) ?? '99999')];
  });
}

async function versionsOf(ecosystem: string): Promise<Versions> {
  const found: Versions = new Map();
  for await (const member of zipMembers(join(OSV, ecosystem, 'all.zip'), MAX_RECORD)) {
    if (!('bytes' in member)) continue;
    const { id, affected = [] } = JSON.parse(
      Buffer.from(member.bytes as Uint8Array).toString('utf8'),
    );
    if (String(id).startsWith('MAL-')) continue;
    for (const row of affected) {
      const name = row.package?.name;
      if (row.package?.ecosystem?.split(':')[0] !== ecosystem) continue;
      const entry = found.get(name) ?? { affected: [], fixed: [], records: 0 };
      entry.records++;
      found.set(name, entry);
      entry.affected.push(...(row.versions ?? []).slice(0, 20));
      for (const { type: kind, events = [] } of row.ranges ?? [])
        if (kind === 'GIT') continue;
        else for (const event of events) if (event.fixed) entry.fixed.push(event.fixed);
    }
  }
  for (const [name, { records }] of found) if (records > MOST_RECORDS) found.delete(name);
  return found;
}

/** Pseudo-random numbers from 0 to 1, the same in every run. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
