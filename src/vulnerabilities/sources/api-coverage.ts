import { reason } from '../../lib/errors.js';
import { HTTP_DEFAULTS, readBody, send } from '../../lib/http.js';
import { matchRelease, splitEcosystem } from '../ecosystem.js';
import type { Query } from '../query.js';
import type { Advisory } from '../record.js';
import type { MissingEcosystem, RecordProblem } from '../records/source.js';
import { type ApiQuery, queryRecords } from './batch.js';
import type { JsonApi } from './http.js';

/** Where to ask what an API covers. */
export interface CoverageSource {
  readonly service: JsonApi;
  /** The address of the list of ecosystems, if there is one. */
  readonly ecosystems: string | undefined;
}

/**
 * The ecosystems and releases of the queries that the API has no advisories for. It answers nothing for these, just as
 * for packages without vulnerabilities. Three things show that it covers a release: one of the records that it returned,
 * the advisories of a package that has some in every release, and the list of ecosystems.
 */
export async function missingEcosystems(
  { service, ecosystems }: CoverageSource,
  queries: readonly Query[],
  advisories: readonly Advisory[],
): Promise<{
  readonly missing: readonly MissingEcosystem[];
  readonly problems: readonly RecordProblem[];
}> {
  const inDoubt = withoutRecords(queries, advisories);
  if (inDoubt.length === 0) return { missing: [], problems: [] };
  const probes = new Map(inDoubt.map((one) => [one, probesOf(one)]));
  const { records, failed, problems } = await queryRecords(service, [...probes.values()].flat());
  const answered = new Set([...records.values()].flatMap((record) => [...record.queries]));
  const silent = inDoubt.filter((one) => {
    const asked = probes.get(one) ?? [];
    // A failed request is already reported, as a problem.
    return !asked.some((probe) => answered.has(probe) || failed.has(probe));
  });
  if (silent.length === 0 || ecosystems === undefined) return { missing: silent, problems };
  try {
    const listed = await fetchList(ecosystems);
    return { missing: silent.filter((one) => !isListed(one, listed)), problems };
  } catch (error) {
    service.debug(`Cannot read ${ecosystems}: ${reason(error)}`);
    return { missing: silent, problems };
  }
}

/** The ecosystems and releases that no returned record is about. */
function withoutRecords(
  queries: readonly Query[],
  advisories: readonly Advisory[],
): readonly MissingEcosystem[] {
  const asked = new Map<string, MissingEcosystem>();
  for (const { ecosystem, release } of queries)
    asked.set(`${ecosystem}\n${release}`, { ecosystem, release });
  const rows = new Map(
    advisories
      .flatMap(({ affected }) => affected)
      .map(({ ecosystem, release }) => [`${ecosystem}\n${release}`, { ecosystem, release }]),
  );
  return [...asked.values()].filter(
    ({ ecosystem, release }) =>
      ![...rows.values()].some(
        (row) => row.ecosystem === ecosystem && isAbout(ecosystem, row.release, release),
      ),
  );
}

/** A row without a release says nothing about the advisories of one. */
function isAbout(ecosystem: string, row: string | undefined, release: string | undefined): boolean {
  if (release !== undefined && row === undefined) return false;
  return matchRelease(ecosystem, row, release) !== 'no';
}

/** Packages of distributions with advisories in every supported release, under the names that distributions give them. */
const SYSTEM_PACKAGES = [
  'openssl',
  'openssl-3',
  'curl',
  'expat',
  'libxml2',
  'sudo',
  'git',
  'glibc',
];

/** Packages of languages with advisories. */
const LANGUAGE_PACKAGES: ReadonlyMap<string, readonly string[]> = new Map([
  ['npm', ['lodash', 'minimist']],
  ['PyPI', ['requests', 'jinja2']],
  ['Maven', ['org.apache.logging.log4j:log4j-core', 'org.yaml:snakeyaml']],
  ['Go', ['golang.org/x/crypto', 'golang.org/x/net']],
  ['RubyGems', ['rack', 'rails']],
  ['crates.io', ['openssl-src', 'time']],
  ['Packagist', ['guzzlehttp/guzzle', 'guzzlehttp/psr7']],
  ['NuGet', ['Newtonsoft.Json', 'jQuery']],
  ['Hex', ['plug', 'phoenix']],
  ['Pub', ['http', 'dio']],
  ['CRAN', ['commonmark', 'readxl']],
  ['Hackage', ['aeson', 'cabal-install']],
  ['SwiftURL', ['github.com/apple/swift-nio-http2', 'github.com/vapor/vapor']],
  ['GitHub Actions', ['tj-actions/changed-files', 'actions/download-artifact']],
  ['Bitnami', ['nginx', 'apache']],
  ['Julia', ['OpenSSL_jll', 'LibCURL_jll']],
]);

/** Queries about all versions of packages that have advisories if the API has any for the release. */
function probesOf({ ecosystem, release }: MissingEcosystem): readonly ApiQuery[] {
  const names = LANGUAGE_PACKAGES.get(ecosystem) ?? SYSTEM_PACKAGES;
  return ecosystemsOf(ecosystem, release).flatMap((name) =>
    names.map((one) => ({ package: { ecosystem: name, name: one } })),
  );
}

/** The names that the API has for a release: of Red Hat and SUSE, those of its products. */
function ecosystemsOf(ecosystem: string, release: string | undefined): readonly string[] {
  if (release === undefined) return [ecosystem];
  switch (ecosystem) {
    case 'Red Hat':
      return [`Red Hat:enterprise_linux:${release}::baseos`, `Red Hat:enterprise_linux:${release}`];
    case 'SUSE':
      if (release.startsWith('Micro '))
        return [`SUSE:Linux Enterprise ${release}`, `SUSE:Linux ${release}`];
      return [
        `SUSE:Linux Enterprise Server ${release}`,
        `SUSE:Linux Enterprise Module for Basesystem ${release}`,
      ];
    default:
      return [`${ecosystem}:${release}`];
  }
}

/** The list has about a thousand short lines. */
const MAX_LIST_BYTES = 1 << 20;
const LIST_HTTP = { ...HTTP_DEFAULTS, timeout: 10_000, attempts: 2 };

async function fetchList(address: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const purpose = `read ${address}`;
  const response = await send({ url: new URL(address), purpose }, LIST_HTTP);
  if (response.status !== 200) throw new Error(`it returned status ${response.status}`);
  const bytes = await readBody(response, MAX_LIST_BYTES, LIST_HTTP.timeout, purpose);
  const releases = new Map<string, string[]>();
  for (const line of Buffer.from(bytes).toString('utf8').split('\n')) {
    const { base, release } = splitEcosystem(line.trim());
    const known = releases.get(base) ?? [];
    releases.set(base, release === undefined ? known : [...known, release]);
  }
  return releases;
}

/** A list that names an ecosystem without its releases does not show that one of them has advisories. */
function isListed(
  { ecosystem, release }: MissingEcosystem,
  listed: ReadonlyMap<string, readonly string[]>,
): boolean {
  const releases = listed.get(ecosystem);
  if (!releases || release === undefined) return releases !== undefined;
  return releases.some((row) => matchRelease(ecosystem, row, release) !== 'no');
}
