import { posix } from 'node:path';
import { groupBy } from '../../lib/group-by.js';
import { decodePercent } from '../../lib/text.js';
import { numberedLines } from '../lockfiles/lockfile.js';
import { type ResolvedPackage, resolvedPackages } from '../lockfiles/resolved.js';

/** Private packages of one registry that nothing binds to it. */
export interface ConfusableNames {
  /** Sorted. */
  readonly names: readonly string[];
  readonly host: string;
  /** The first line that names an archive of one of them, and its text. */
  readonly line: number;
  readonly text: string;
}

/** Lock files with addresses. */
export const LOCKS: readonly string[] = [
  'package-lock.json',
  'npm-shrinkwrap.json',
  'yarn.lock',
  'pnpm-lock.yaml',
];

/**
 * The packages without a scope that a lock file has from a private registry, although the project asks the public one for
 * names without a scope. Undefined if there is none, if all packages come from one registry, and for a private registry
 * that also serves public packages: a mirror.
 */
export function confusableNames(
  path: string,
  read: (path: string) => string | undefined,
): ConfusableNames | undefined {
  const source = read(path);
  if (source === undefined || !asksPublicRegistry(posix.dirname(path), read)) return undefined;
  const packages = resolvedPackages(posix.basename(path), source);
  const isPublic = ({ name, resolved }: ResolvedPackage) =>
    resolved === undefined || PUBLIC.test(registryOf(resolved, name)?.host ?? '');
  const open = packages.filter(isPublic);
  if (open.length === 0) return undefined;
  const known = new Set(open.flatMap(({ name, needs }) => [name, ...needs]));
  const others = packages.filter((one) => !isPublic(one) && registryOf(one.resolved, one.name));
  const hosts = groupBy(others, ({ name, resolved }) => registryOf(resolved, name)?.host ?? '');
  for (const [host, all] of hosts) {
    const own = all.filter(({ name }) => !name.startsWith('@'));
    if (own.length === 0 || own.length > open.length || isMirror(host)) continue;
    // What a public package needs is public, too.
    if (all.some(({ name }) => known.has(name) || isWellKnown(name))) continue;
    const names = [...new Set(own.map(({ name }) => name))].sort();
    return { names, host, ...lineOf(source, own) };
  }
  return undefined;
}

/** Registries that everybody asks, and copies of them. */
const PUBLIC =
  /^(?:registry\.npmjs\.(?:org|com)|registry\.yarnpkg\.com|(?:registry|cdn)\.npmmirror\.com|registry\.npm\.taobao\.org|(?:r|registry)\.cnpmjs\.org)$/;
const MIRRORS =
  /^(?:localhost|127\.[\d.]+|\[::1\])(?::\d+)?$|^(?:mirrors\.(?:cloud\.)?tencent\.com|(?:mirrors|repo)\.huaweicloud\.com|npm\.jsr\.io)$/;

function isMirror(host: string): boolean {
  return host === '' || MIRRORS.test(host);
}

/** Whether an address of a registry is that of npm, or a copy that everybody can use. */
export function isPublicRegistry(address: string): boolean {
  return URL.canParse(address) && PUBLIC.test(new URL(address).host);
}

/** The host of an archive of a registry, `https://HOST/…/NAME/-/…`; undefined for other addresses. */
function registryOf(resolved: string | undefined, name: string): { host: string } | undefined {
  if (resolved === undefined || !URL.canParse(resolved)) return undefined;
  const { protocol, host, pathname } = new URL(resolved);
  const path = pathname.replace(/%2f/gi, '/').replace(/%40/g, '@');
  return /^https?:$/.test(protocol) && path.includes(`/${name}/-/`) ? { host } : undefined;
}

/** Packages in many lock files: a registry that has one of these serves public packages. */
const WELL_KNOWN: ReadonlySet<string> = new Set(
  `abbrev accepts acorn ajv ansi-regex ansi-styles argparse async axios balanced-match bluebird body-parser brace-expansion
  browserslist bytes call-bind chalk chokidar commander concat-map cookie cors cross-spawn debug dotenv ejs escalade esbuild
  eslint express fast-glob fs-extra glob graceful-fs has-flag inherits ini is-number jest jquery js-tokens js-yaml
  jsonwebtoken left-pad lodash lru-cache mime mime-types minimatch minimist mkdirp moment mongoose ms nodemon object-assign
  once picocolors picomatch postcss prettier qs react react-dom redux request resolve rimraf rollup rxjs safe-buffer sass
  semver source-map string-width strip-ansi supports-color tslib typescript underscore uuid vite vue webpack wrappy ws yallist
  yargs zod`.split(/\s+/),
);
const WELL_KNOWN_SCOPES =
  /^@(?:types|babel|angular|vue|nestjs|aws-sdk|aws-crypto|smithy|eslint|jest|rollup|esbuild|jridgewell|nodelib|typescript-eslint|mui|emotion|sindresorhus|npmcli|swc|storybook|testing-library|webassemblyjs|azure|google-cloud|opentelemetry)\//;

function isWellKnown(name: string): boolean {
  return WELL_KNOWN.has(name) || WELL_KNOWN_SCOPES.test(name);
}

/**
 * Whether names without a scope are asked of npm's registry, as far as the files next to the lock file and in the root say.
 * Sources: docs.npmjs.com, npmrc; yarnpkg.com/configuration.
 */
function asksPublicRegistry(folder: string, read: (path: string) => string | undefined): boolean {
  for (const at of new Set([folder, '.']))
    for (const [name, setting] of SETTINGS) {
      for (const { line } of numberedLines(read(posix.join(at, name)) ?? '')) {
        const address = setting.exec(line)?.[1];
        if (address !== undefined && !isPublicRegistry(address)) return false;
      }
    }
  return true;
}

const SETTINGS: readonly (readonly [string, RegExp])[] = [
  ['.npmrc', /^\s*registry\s*=\s*["']?([^\s"']+)/],
  ['.yarnrc', /^\s*"?registry"?\s+["']?([^\s"']+)/],
  ['.yarnrc.yml', /^\s*npmRegistryServer\s*:\s*["']?([^\s"']+)/],
];

/** The first line with the address of one of the packages; the first line of the file if none has it as it is. */
function lineOf(
  source: string,
  packages: readonly ResolvedPackage[],
): Pick<ConfusableNames, 'line' | 'text'> {
  const addresses = new Set(packages.flatMap(({ resolved }) => resolved ?? []));
  for (const { line, number } of numberedLines(source)) {
    const words = line.match(/https?[:%][^\s"',}]+/g) ?? [];
    if (words.some((word) => addresses.has(word) || addresses.has(decodePercent(word))))
      return { line: number, text: line };
  }
  return { line: 1, text: '' };
}
