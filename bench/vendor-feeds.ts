import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { load as readYaml } from 'js-yaml';
import { isObject, list, object, objects, text, texts } from '../src/lib/json.js';
import { alpineSecdb } from '../src/vulnerabilities/vendor-feeds/alpine-secdb.js';
import { amazonLinux } from '../src/vulnerabilities/vendor-feeds/amazon-linux.js';
import { archLinux } from '../src/vulnerabilities/vendor-feeds/arch-linux.js';
import { bottlerocket } from '../src/vulnerabilities/vendor-feeds/bottlerocket.js';
import type { FeedFile, VendorFeed } from '../src/vulnerabilities/vendor-feeds/feed.js';
import { photon } from '../src/vulnerabilities/vendor-feeds/photon.js';

/**
 * Reads samples of vendor feeds that public repositories hold as fixtures, and compares what Portside reads with the
 * answers that are recorded next to them:
 *   node scripts/run.mjs bench/vendor-feeds.ts FOLDER
 * FOLDER has bare snapshots as OWNER+NAME/repo. A line of an answer is `VULNERABILITY PACKAGE FIX`; the fix is `all` without
 * a fixed version, and `none` if the package is not affected.
 */
const [folder] = process.argv.slice(2);
if (!folder) throw new Error('usage: node scripts/run.mjs bench/vendor-feeds.ts FOLDER');

interface Sample {
  readonly name: string;
  readonly ours: ReadonlySet<string>;
  readonly theirs: ReadonlySet<string>;
  /** Differences that are meant so, with the reason. */
  readonly argued?: (line: string) => string | undefined;
}

function git(repository: string, ...args: readonly string[]): Buffer {
  const path = join(folder ?? '', repository.replace('/', '+'), 'repo');
  if (!existsSync(path)) throw new Error(`there is no snapshot of ${repository} at ${path}`);
  return execFileSync('git', ['-C', path, ...args], { maxBuffer: 1 << 30 });
}

const fileOf = (repository: string, path: string) => git(repository, 'show', `HEAD:${path}`);
const jsonOf = (repository: string, path: string): unknown =>
  JSON.parse(fileOf(repository, path).toString());
const below = (repository: string, path: string) =>
  git(repository, 'ls-tree', '-r', '--name-only', 'HEAD', path)
    .toString()
    .split('\n')
    .filter(Boolean);

/** The lines of the records that the feed reads. */
async function linesOf(
  feed: VendorFeed,
  content: Uint8Array,
  release?: string,
): Promise<Set<string>> {
  const file: FeedFile = { name: 'sample', addresses: [], release };
  async function* chunks() {
    yield content;
  }
  const problem = (message: string) => console.log(`  problem: ${message}`);
  const found = new Set<string>();
  for await (const { id, upstream = [], affected } of feed.read({
    file,
    chunks: chunks(),
    problem,
  }))
    for (const row of affected) {
      const versions = row.ranges.flatMap(({ events }) =>
        events.flatMap((event) => ('fixed' in event ? [event.fixed] : [])),
      );
      const fixes = row.ranges.length === 0 ? ['none'] : versions.length === 0 ? ['all'] : versions;
      for (const vulnerability of upstream.length > 0 ? upstream : [id])
        for (const fix of fixes) found.add(`${vulnerability} ${row.package.name} ${fix}`);
    }
  return found;
}

const bytes = (json: unknown) => Buffer.from(JSON.stringify(json));

/** vunnel: secdb files in YAML, and a record for each vulnerability. */
async function vunnelAlpine(): Promise<Sample> {
  const fixtures = 'tests/unit/providers/alpine/test-fixtures';
  const ours = new Set<string>();
  for (const repository of ['main', 'community']) {
    const yaml = fileOf('anchore/vunnel', `${fixtures}/input/secdb/v3.15/${repository}.yaml`);
    for (const line of await linesOf(alpineSecdb, bytes(readYaml(yaml.toString())), 'v3.15'))
      ours.add(line);
  }
  const theirs = vunnelLines(below('anchore/vunnel', `${fixtures}/snapshots/`));
  return { name: 'Alpine secdb, vunnel', ours, theirs };
}

function vunnelLines(paths: readonly string[]): Set<string> {
  const found = new Set<string>();
  for (const path of paths) {
    const vulnerability = object(object(object(jsonOf('anchore/vunnel', path)).item).Vulnerability);
    const cves = objects(object(vulnerability.Metadata).CVE).map(({ Name }) => text(Name));
    for (const { Name, Version } of objects(vulnerability.FixedIn))
      for (const id of cves.length > 0 ? cves : [text(vulnerability.Name)])
        found.add(
          `${id} ${Name} ${Version === 'None' ? 'all' : Version === '0' ? 'none' : Version}`,
        );
  }
  return found;
}

async function vunnelArch(): Promise<Sample> {
  const fixtures = 'tests/unit/providers/arch/test-fixtures';
  return {
    name: 'Arch Linux tracker, vunnel',
    ours: await linesOf(
      archLinux,
      fileOf('anchore/vunnel', `${fixtures}/input/arch-advisories/all.json`),
    ),
    theirs: vunnelLines(below('anchore/vunnel', `${fixtures}/snapshots/`)),
    argued: notAffected,
  };
}

function notAffected(line: string): string | undefined {
  return line.endsWith(' none')
    ? 'a statement that the package is not affected, which the other leaves out'
    : undefined;
}

const UPDATE = 'aquasecurity/vuln-list-update';

/** vuln-list-update: secdb files, and one file for some of the packages. */
async function updateAlpine(): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  for (const [release, input, golden] of [
    ['v3.11', '311-main', '311-apache2'],
    ['v3.12', '312-main', '312-ansible'],
    ['edge', 'edge-main', 'edge-apk-tools'],
  ] as const) {
    const content = fileOf(UPDATE, `alpine/testdata/${input}.json`);
    const { name, secfixes } = object(jsonOf(UPDATE, `alpine/testdata/golden/${golden}.json`));
    const theirs = Object.entries(object(secfixes)).flatMap(([version, ids]) =>
      texts(ids).map((id) => `${id.split(' ')[0]} ${name} ${version === '0' ? 'none' : version}`),
    );
    const ours = await linesOf(alpineSecdb, content, release);
    samples.push({
      name: `Alpine secdb ${release}, vuln-list-update`,
      ours,
      theirs: new Set(theirs),
    });
  }
  return samples;
}

/** The lines of an ALAS or BRSA in JSON. */
function advisoryLines(advisory: unknown): readonly string[] {
  const { cveids, references, packages } = object(advisory);
  const named = objects(references)
    .filter(({ type }) => type === 'cve')
    .flatMap(({ id }) => text(id) ?? []);
  const cves = texts(cveids).length > 0 ? texts(cveids) : named;
  return cves.flatMap((cve) =>
    objects(packages).map(({ name, epoch, version, release }) => {
      const prefix = epoch && epoch !== '0' ? `${epoch}:` : '';
      return `${cve} ${name} ${prefix}${version}-${release}`;
    }),
  );
}

async function updateAmazon(): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  for (const [release, input, golden] of [
    ['2', '1_item', ['ALAS2-2018-939']],
    ['2', '2_items', ['ALAS2-2018-942', 'ALAS2-2018-949']],
    ['2022', 'AL2022', ['ALAS2022-2021-001']],
    ['2023', 'AL2023', ['ALAS2023-2023-001']],
  ] as const) {
    const xml = gunzipSync(fileOf(UPDATE, `amazon/testdata/fixtures/updateinfo_${input}.xml.gz`));
    samples.push({
      name: `Amazon Linux ${release} updateinfo (${input}), vuln-list-update`,
      ours: await linesOf(amazonLinux, xml, release),
      theirs: new Set(
        golden.flatMap((id) => advisoryLines(jsonOf(UPDATE, `amazon/testdata/${id}.json.golden`))),
      ),
    });
  }
  return samples;
}

async function updateBottlerocket(): Promise<Sample> {
  const xml = gunzipSync(fileOf(UPDATE, 'bottlerocket/testdata/updateinfo.xml.gz'));
  const golden = below(UPDATE, 'bottlerocket/testdata/golden/');
  return {
    name: 'Bottlerocket updateinfo, vuln-list-update',
    ours: await linesOf(bottlerocket, xml),
    theirs: new Set(golden.flatMap((path) => advisoryLines(jsonOf(UPDATE, path)))),
  };
}

async function updateArch(): Promise<Sample> {
  const theirs = below(UPDATE, 'arch/testdata/golden/').flatMap((path) => {
    const { issues, packages, fixed } = object(jsonOf(UPDATE, path));
    return texts(issues).flatMap((id) => texts(packages).map((name) => `${id} ${name} ${fixed}`));
  });
  return {
    name: 'Arch Linux tracker, vuln-list-update',
    ours: await linesOf(archLinux, fileOf(UPDATE, 'arch/testdata/archlinux.json')),
    theirs: new Set(theirs),
  };
}

async function updatePhoton(): Promise<Sample> {
  const ours = new Set<string>();
  for (const release of ['1.0', '2.0', '3.0']) {
    const content = fileOf(UPDATE, `photon/testdata/cve_data_photon${release}.json`);
    for (const line of await linesOf(photon, content, release)) ours.add(line);
  }
  const theirs = below(UPDATE, 'photon/testdata/golden/').map((path) => {
    const { cve_id, pkg, res_ver } = object(jsonOf(UPDATE, path));
    return `${cve_id} ${pkg} ${res_ver === 'NA' ? 'none' : res_ver}`;
  });
  return { name: 'Photon OS CVE metadata, vuln-list-update', ours, theirs: new Set(theirs) };
}

const DATABASE = 'aquasecurity/trivy-db';

/** trivy-db: entries in vuln-list's form, and the expected values of its tests in Go. */
async function trivyLines(source: string, feed: VendorFeed): Promise<Sample> {
  const folderOf = `pkg/vulnsrc/${source}`;
  const ours = new Set<string>();
  for (const path of below(DATABASE, `${folderOf}/testdata/happy/vuln-list/`)) {
    const entry = object(jsonOf(DATABASE, path));
    const release = /\/([0-9][0-9.]*)\//.exec(path)?.[1];
    const content = contentOf(source, entry);
    const own = text(entry.distroversion) ?? release;
    for (const line of await linesOf(feed, content, own)) ours.add(line);
  }
  const [test = ''] = below(DATABASE, `${folderOf}/`).filter((path) => path.endsWith('_test.go'));
  const go = fileOf(DATABASE, test).toString();
  const theirs = new Set<string>();
  const expected =
    /"advisory-detail",\s*"([^"]+)",\s*"[^"]+",\s*"([^"]+)",?\s*\},\s*Value: types\.Advisory\{([^}]*)\}/g;
  for (const [, id, name, value = ''] of go.matchAll(expected))
    theirs.add(`${id} ${name} ${/FixedVersion:\s*"([^"]+)"/.exec(value)?.[1] ?? 'all'}`);
  const argued = (line: string) =>
    line.startsWith('only here: ') && / bottlerocket-/.test(line)
      ? 'the test checks the first package of each advisory only'
      : notAffected(line);
  return { name: `${feed.name}, trivy-db`, ours, theirs, argued };
}

/** The feed's own form of an entry. */
function contentOf(source: string, entry: Readonly<Record<string, unknown>>): Buffer {
  if (source === 'alpine')
    return bytes({
      distroversion: entry.distroversion,
      packages: [{ pkg: { name: entry.name, secfixes: entry.secfixes } }],
    });
  if (source === 'amazon' || source === 'bottlerocket') return Buffer.from(updateinfoOf(entry));
  return bytes([entry]);
}

function updateinfoOf(entry: Readonly<Record<string, unknown>>): string {
  const escaped = (value: unknown) =>
    String(value ?? '')
      .replaceAll('&', '&amp;')
      .replaceAll('"', '&quot;')
      .replaceAll('<', '&lt;');
  const element = (name: string, attributes: Readonly<Record<string, unknown>>) =>
    `<${name} ${Object.entries(attributes)
      .filter(([, value]) => !isObject(value))
      .map(([key, value]) => `${key}="${escaped(value)}"`)
      .join(' ')}/>`;
  const references = objects(entry.references).length > 0 ? objects(entry.references) : [];
  const cves = texts(entry.cveids).map((id) => ({ id, type: 'cve' }));
  return `<updates><update type="security"><id>${escaped(entry.id)}</id><references>${[
    ...cves,
    ...references,
  ]
    .map((one) => element('reference', one))
    .join('')}</references><pkglist><collection>${objects(entry.packages)
    .map((one) => element('package', one))
    .join('')}</collection></pkglist></update></updates>`;
}

const CODE = 'aboutcode-org/vulnerablecode';
const CODE_DATA = 'vulnerabilities/tests/test_data';

/** vulnerablecode: groups, and an advisory for each group. */
async function codeArch(): Promise<Sample> {
  const expected = list(jsonOf(CODE, `${CODE_DATA}/archlinux/archlinux_advisoryv2-expected.json`));
  const theirs = objects(expected).flatMap(({ aliases, affected_packages }) =>
    texts(aliases).flatMap((id) =>
      objects(affected_packages).map((one) => {
        const fix = text(one.fixed_version_range)?.replace('vers:alpm/', '') ?? 'all';
        return `${id} ${object(one.package).name} ${decodeURIComponent(fix)}`;
      }),
    ),
  );
  return {
    name: 'Arch Linux tracker, vulnerablecode',
    ours: await linesOf(archLinux, fileOf(CODE, `${CODE_DATA}/archlinux/archlinux-multi.json`)),
    theirs: new Set(theirs),
    argued: (line) =>
      line.includes(' ASA-') ? 'the id of the advisory, which is no vulnerability' : undefined,
  };
}

/** The expected advisories of v3.3 are about the file of v3.11. */
async function codeAlpine(): Promise<Sample> {
  const theirs = objects(jsonOf(CODE, `${CODE_DATA}/alpine/expected-advisories-v3.3.json`)).flatMap(
    ({ aliases, affected_packages }) =>
      texts(aliases).flatMap((id) =>
        objects(affected_packages).map((one) => {
          const fix = text(one.fixed_version_range)?.replace('vers:apk/', '');
          return `${id} ${object(one.package).name} ${decodeURIComponent(fix ?? 'all')}`;
        }),
      ),
  );
  return {
    name: 'Alpine secdb v3.11, vulnerablecode',
    ours: await linesOf(alpineSecdb, fileOf(CODE, `${CODE_DATA}/alpine/v3.11/main.json`), 'v3.11'),
    theirs: new Set(theirs),
    argued: (line) =>
      line.includes(' XSA-252 ')
        ? 'the entry "CVE-2018-7540 XSA-252" is about the CVE; its other id is a name of the same'
        : undefined,
  };
}

const samples = [
  await vunnelAlpine(),
  await vunnelArch(),
  ...(await updateAlpine()),
  ...(await updateAmazon()),
  await updateArch(),
  await updateBottlerocket(),
  await updatePhoton(),
  await trivyLines('alpine', alpineSecdb),
  await trivyLines('amazon', amazonLinux),
  await trivyLines('arch-linux', archLinux),
  await trivyLines('bottlerocket', bottlerocket),
  await trivyLines('photon', photon),
  await codeArch(),
  await codeAlpine(),
];

let [answers, equal, argued, wrong] = [0, 0, 0, 0];
console.log('| sample | answers | equal | argued | wrong |\n|---|---|---|---|---|');
for (const { name, ours, theirs, argued: reasonFor } of samples) {
  const both = [...theirs].filter((line) => ours.has(line)).length;
  const differences = [
    ...[...theirs].filter((line) => !ours.has(line)).map((line) => `only there: ${line}`),
    ...[...ours].filter((line) => !theirs.has(line)).map((line) => `only here: ${line}`),
  ];
  const meant = differences.filter((line) => reasonFor?.(line) !== undefined);
  const others = differences.filter((line) => !meant.includes(line));
  answers += theirs.size;
  equal += both;
  argued += meant.length;
  wrong += others.length;
  console.log(`| ${name} | ${theirs.size} | ${both} | ${meant.length} | ${others.length} |`);
  for (const line of meant) console.error(`${name}: ${line}: ${reasonFor?.(line)}`);
  for (const line of others.slice(0, 20)) console.error(`${name}: WRONG ${line}`);
}
console.log(`| all | ${answers} | ${equal} | ${argued} | ${wrong} |`);
process.exitCode = wrong === 0 ? 0 : 1;
