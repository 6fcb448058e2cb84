import type { Package } from '../core/package.js';
import { folderPrefix } from '../lib/paths.js';

/** A program as Bitnami's advisories name it. */
export interface BitnamiProgram {
  readonly name: string;
  readonly version: string;
}

/**
 * The name and version by which to look up a program without a package (`pkg:generic/httpd@2.4.49`): OSV has no
 * advisories for generic packages, but Bitnami publishes those of the programs in its images, by upstream version.
 * Undefined for a program that Bitnami has none for. Source: osv.dev/list?ecosystem=Bitnami.
 */
export function bitnamiProgram({ type, name, version }: Package): BitnamiProgram | undefined {
  if (type !== 'generic' || version === '') return undefined;
  const asked = NAMES.get(name.toLowerCase());
  if (asked === undefined) return undefined;
  return { name: asked, version: withoutRevision(VERSIONS.get(asked)?.(version) ?? version) };
}

/**
 * The upstream version without the revision or variant of a package or image: `14.0.0-r0`, `14.0.0-1`, `14.0.0-alpine`. As
 * semantic versions, these are pre-releases.
 */
function withoutRevision(version: string): string {
  const [, upstream, suffix = ''] = /^(v?[0-9]+(?:\.[0-9]+)*)-(.+)$/s.exec(version) ?? [];
  return upstream === undefined || PRERELEASE.test(suffix) ? version : upstream;
}

const PRERELEASE =
  /^(?:alpha|beta|canary|cr|dev|ea|experimental|m|milestone|next|nightly|pre|preview|rc|snapshot|test|unstable|v8|[ab][0-9])(?![a-z])/i;

/** Bitnami's name for each name that our catalogers and other tools give to a program. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ...['httpd', 'apache', 'apache2'].map((name) => [name, 'apache'] as const),
  ...['openjdk', 'java', 'jdk', 'jre'].map((name) => [name, 'java'] as const),
  ...['node', 'nodejs'].map((name) => [name, 'node'] as const),
  ...['php', 'php-cli', 'php-fpm', 'libphp'].map((name) => [name, 'php'] as const),
  ...['postgres', 'postgresql'].map((name) => [name, 'postgresql'] as const),
  ...['redis', 'redis-server'].map((name) => [name, 'redis'] as const),
  ...['mongo', 'mongodb', 'mongod'].map((name) => [name, 'mongodb'] as const),
  ...[
    'apr',
    'arangodb',
    'envoy',
    'fluent-bit',
    'gdal',
    'git',
    'haproxy',
    'keydb',
    'libmaxminddb',
    'libmemcached',
    'lua',
    'mariadb',
    'memcached',
    'modsecurity',
    'nginx',
    'openblas',
    'openldap',
    'openresty',
    'passenger',
    'pgbouncer',
    'python',
    'rabbitmq',
    'rabbitmq-c',
    'ruby',
    'sqlite',
    'valkey',
    'varnish',
    'wordpress',
  ].map((name) => [name, name] as const),
]);

/** Changes of a version to the form of Bitnami's advisories, by Bitnami's name. */
const VERSIONS: ReadonlyMap<string, (version: string) => string> = new Map([
  // `1.8.0_412` is update 412 of Java 8.
  ['java', (version: string) => version.replace(/^1\.([0-9]+\.[0-9]+)_([0-9]+).*$/s, '$1.$2')],
]);

/** Whether it is a Go toolchain: our cataloger calls it `go`, other tools `golang`. */
export function isGoToolchain({ type, name }: Package): boolean {
  return type === 'generic' && /^go(?:lang)?$/i.test(name);
}

/**
 * The packages without those that another one in the list stands for: programs in the folder of a Bitnami image that
 * Bitnami's own list names in the same version, and the standard library in the programs of a Go toolchain of the same
 * version. A package that a file only claims stands for none: the file may be of anyone.
 */
export function withoutDuplicates(packages: readonly Package[]): readonly Package[] {
  const found = packages.filter(({ claimed }) => !claimed);
  const listed = new Set(found.flatMap((one) => (one.type === 'bitnami' ? [bitnamiKey(one)] : [])));
  const toolchains = found.filter(isGoToolchain);
  if (listed.size === 0 && toolchains.length === 0) return packages;
  return packages.filter((pkg) => {
    const program = bitnamiProgram(pkg);
    return program
      ? !(listed.has(bitnamiKey(program)) && areIn('opt/bitnami/', pkg))
      : !toolchains.some((toolchain) => isOfToolchain(pkg, toolchain));
  });
}

/** The name and the upstream version. Bitnami writes update 412 of Java 8 as `1.8.412`. */
function bitnamiKey({ name, version }: BitnamiProgram): string {
  const upstream = withoutRevision(version);
  return `${name} ${name === 'java' ? upstream.replace(/^1\.8\.(?=[1-9])/, '8.0.') : upstream}`;
}

/** Whether the package is the standard library, and only in programs of the toolchain: `usr/local/go/bin/go`. */
function isOfToolchain(pkg: Package, toolchain: Package): boolean {
  const { type, name, version } = pkg;
  const [path = ''] = toolchain.paths;
  return (
    type === 'golang' &&
    name === 'stdlib' &&
    version.replace(/^(?:go|v)/, '') === toolchain.version &&
    areIn(folderPrefix(path), pkg)
  );
}

/** Whether all files of the package are in the folder, which ends with a slash. */
function areIn(folder: string, { paths }: Package): boolean {
  return folder !== '' && paths.length > 0 && paths.every((path) => path.startsWith(folder));
}
