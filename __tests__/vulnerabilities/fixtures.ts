import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atEndOfFile } from '../../scripts/jest/setup.mjs';
import type { Host } from '../../src/core/host.js';
import type { Distribution, Package } from '../../src/core/package.js';
import { indexAdvisories, matchAdvisories } from '../../src/vulnerabilities/match.js';
import { isQuery, type Query, queryFor } from '../../src/vulnerabilities/query.js';
import { type Advisory, readRecord } from '../../src/vulnerabilities/record.js';
import { NOW } from '../now.js';

/** A package as in the inventory: `deb/debian/openssl@3.0.1?distro=debian-12`. */
export function pkg(purl: string, more: Partial<Package> = {}): Package {
  const [, type = '', path = '', version = ''] =
    /^([^/]+)\/([^@?]+|@[^@?]+)@([^?]*)/.exec(purl.replaceAll('%40', '@')) ?? [];
  const bare = ['deb', 'apk', 'rpm', 'alpm'].includes(type)
    ? path.slice(path.indexOf('/') + 1)
    : path;
  const name = type === 'maven' ? bare.replace('/', ':') : bare;
  return {
    purl: `pkg:${purl}`,
    type,
    name,
    version: decodeURIComponent(version),
    paths: [],
    ...more,
  };
}

export function query(purl: string, more: Partial<Package> = {}, on?: Distribution): Query {
  const answer = queryFor(pkg(purl, more), on);
  if (!isQuery(answer)) throw new Error(answer.reason);
  return answer;
}

type Events = readonly Readonly<Record<string, string | undefined>>[];

/** An affected package of an OSV record. */
export function row(ecosystem: string, name: string, events: Events, more: object = {}) {
  return {
    package: { ecosystem, name },
    ranges: [{ type: 'ECOSYSTEM', events }],
    ...more,
  };
}

/** An OSV record as parsed JSON. */
export function record(id: string, affected: readonly object[], more: object = {}) {
  return { id, modified: '2026-01-01T00:00:00Z', affected, ...more };
}

export function advisory(id: string, affected: readonly object[], more: object = {}): Advisory {
  return readRecord(record(id, affected, more), NOW);
}

/** Matches of the package, as `ID` or `ID→fixed version`. */
export function matchesOf(asked: Query, ...advisories: readonly Advisory[]): string[] {
  return matchAdvisories(asked, indexAdvisories(advisories)).map(
    ({ advisory: { id }, fixed, pro }) => `${id}${fixed ? `→${fixed}` : ''}${pro ? ' (pro)' : ''}`,
  );
}

/** The events of a range that begins with the first version. */
export const below = (fixed: string): Events => [{ introduced: '0' }, { fixed }];

/** A folder that is deleted after the tests of the file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'portside-advisories-'));
  atEndOfFile(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A host that collects warnings and has no programs. */
export function quietHost(): Host & { readonly warnings: string[] } {
  const warnings: string[] = [];
  return {
    warnings,
    debug() {},
    info() {},
    warning: (message) => void warnings.push(message),
    error() {},
    progress() {},
    step() {},
    find: async () => undefined,
    run: async () => ({ status: 1, stdout: '', stderr: '' }),
  };
}
