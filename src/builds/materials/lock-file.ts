import { isObject } from '../../lib/json.js';
import { trimmedLines } from '../../lib/text.js';
import type { ManifestNode } from '../../manifests/manifest-yaml.js';
import { textOf, valueAt } from '../../manifests/yaml-values.js';
import { packageTables } from '../lockfiles/toml.js';

/**
 * Whether a lock file with this name and text verifies all packages that it lists: each has a hash, and none comes from a Git
 * repository or by HTTP. Package managers accept entries without a hash. False for a text that is no lock file.
 */
export function verifiesPackages(name: string, text: string): boolean {
  switch (name) {
    case 'package-lock.json':
    case 'npm-shrinkwrap.json':
      return isVerifiedByNpm(text);
    case 'yarn.lock':
      return blocks(text).length > 0 && blocks(text).every(isVerifiedByYarn);
    case 'pnpm-lock.yaml':
      return isVerifiedByPnpm(text);
    case 'go.sum':
      return (
        trimmedLines(text).length > 0 &&
        trimmedLines(text).every((line) => / h1:\S{43}=$/.test(line))
      );
    case 'Cargo.lock':
      return isVerifiedByCargo(text);
    default:
      return text.trim() !== '';
  }
}

/** Sources: docs.npmjs.com, package-lock.json. Version 1 has `dependencies`, the others `packages`. */
function isVerifiedByNpm(text: string): boolean {
  try {
    const lock: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    if (!isObject(lock) || typeof lock.lockfileVersion !== 'number') return false;
    if (isObject(lock.packages))
      return Object.entries(lock.packages).every(
        // Others are folders of the project.
        ([path, entry]) => !/(?:^|\/)node_modules\//.test(path) || isVerifiedEntry(entry),
      );
    return areVerified(lock.dependencies, 0);
  } catch {
    return false;
  }
}

const MAX_DEPTH = 100;

function areVerified(dependencies: unknown, depth: number): boolean {
  if (dependencies === undefined) return true;
  if (!isObject(dependencies) || depth > MAX_DEPTH) return false;
  return Object.values(dependencies).every(
    (entry) =>
      isVerifiedEntry(entry) && isObject(entry) && areVerified(entry.dependencies, depth + 1),
  );
}

function isVerifiedEntry(entry: unknown): boolean {
  if (!isObject(entry)) return false;
  const { resolved, version, integrity } = entry;
  const from = String(resolved ?? version ?? '');
  const isLocal = entry.link === true || from.startsWith('file:');
  if (isLocal || entry.inBundle === true || entry.bundled === true) return true;
  return !isUnsafe(from) && typeof integrity === 'string' && isHash(integrity);
}

function isHash(integrity: string): boolean {
  return /sha(?:256|384|512)-/.test(integrity);
}

/** A Git repository, or an address without TLS. */
function isUnsafe(from: string): boolean {
  return /^(?:git[+:@]|github:|gitlab:|bitbucket:|ssh:|http:)/i.test(from);
}

function blocks(text: string): string[] {
  return text
    .split(/\r?\n\s*\r?\n/)
    .map((block) => block.replace(/^#.*$/gm, '').trim())
    .filter((block) => block !== '' && !block.startsWith('__metadata:'));
}

/** An entry of Yarn 1 (`resolved`, `integrity`) or of a later one (`resolution`, `checksum`). */
function isVerifiedByYarn(block: string): boolean {
  if (/^ {2}linkType: soft$/m.test(block)) return true;
  const [, from = ''] = /^ {2}(?:resolved|resolution:) "?([^"\n]*)/m.exec(block) ?? [];
  if (isUnsafe(from.replace(/^(?:@[^@]+|[^@]*)@(?!.*@npm:)/, '')) || isUnsafe(from)) return false;
  const [, integrity = ''] = /^ {2}integrity (\S+)/m.exec(block) ?? [];
  return isHash(integrity) || /^ {2}checksum: \S{64,}/m.test(block);
}

function isVerifiedByPnpm(text: string): boolean {
  if (!/^lockfileVersion:/m.test(text)) return false;
  return [
    ...text.matchAll(/^[ \t]+resolution:[ \t]*(?:\{([^}\n]*)\}|((?:\r?\n[ \t]{6,40}\w+:.*)+))/gm),
  ].every(([, flow = '', block = '']) => {
    const facts = flow + block;
    if (/\btype:\s*directory\b/.test(facts)) return true;
    return (
      /\bintegrity:\s*["']?sha(?:256|384|512)-/.test(facts) &&
      !/\b(?:tarball|repo):\s*["']?(?:http:|git)/i.test(facts)
    );
  });
}

function isVerifiedByCargo(text: string): boolean {
  const packages = packageTables(text);
  const isVerified = (table: ManifestNode) =>
    !valueAt(table, 'source') || /^[0-9a-f]{64}$/.test(textOf(valueAt(table, 'checksum')));
  return packages.length > 0 && packages.every(isVerified);
}
