import { afterAll, describe, expect, it } from '@jest/globals';
import { untouchedParts } from '../../../src/check/baseline/untouched.js';
import type { Finding } from '../../../src/core/finding.js';
import { temporaryFolder } from '../../image/build-tar.js';
import { packageNamed, vulnerability } from '../../reports/sample.js';

const folder = temporaryFolder();
afterAll(() => folder.remove());
folder.write('.github/workflows/build.yml', 'run: ko build ./cmd/api\n');
folder.write('.github/workflows/lint.yml', 'run: make lint\n');

/** Findings of an image of ko, and files that a pull request changes. */

const ON_GO_MOD = {
  location: { path: 'go.mod', startLine: 3, startColumn: 1, endLine: 3, endColumn: 9 },
  subject: { image: 'api:1', layer: 1, purl: 'pkg:golang/a@v1' },
  origin: { kind: 'own-layer' },
} as const;
const FINDINGS: Readonly<Record<string, Finding>> = {
  own: vulnerability('CVE-1', 'a', ON_GO_MOD),
  'no location': vulnerability('CVE-2', 'b', { ...ON_GO_MOD, location: undefined }),
  base: vulnerability('CVE-3', 'c', { ...ON_GO_MOD, origin: { kind: 'base-image' } }),
  secret: vulnerability('token', 'd', { ...ON_GO_MOD, check: 'secret' }),
  configuration: vulnerability('IMG-ROOT', 'e', {
    ...ON_GO_MOD,
    check: 'hardening',
    subject: { image: 'api:1' },
  }),
  malware: vulnerability('MAL-1', 'f', { ...ON_GO_MOD, check: 'malware' }),
};

/** The names of the findings that count as existing, and `package` if its packages do. */
function existing(...changed: string[]): string[] {
  const found = untouchedParts(
    {
      findings: Object.values(FINDINGS),
      packages: [packageNamed('a', { image: 'api:1', location: ON_GO_MOD.location })],
      targets: [{ kind: 'image', name: 'api:1', builder: 'ko' }],
    },
    { root: folder.path, base: '/nonexist', changed: new Set(changed), newNames: new Map() },
  );
  const names = Object.keys(FINDINGS).filter((name) => {
    const finding = FINDINGS[name];
    return finding !== undefined && found.findings.includes(finding);
  });
  return [...names, ...(found.packages.length > 0 ? ['package'] : [])];
}

describe('of an image without a Dockerfile, a pull request that changes', () => {
  const ALL = ['own', 'no location', 'base', 'secret', 'configuration', 'package'];
  const PACKAGES = ['own', 'no location', 'base', 'configuration', 'package'];
  it.each<[string, string[], string[]]>([
    ['nothing', [], ALL],
    ['source code', ['cmd/api/main.go'], PACKAGES],
    ['go.mod', ['go.mod'], []],
    ['a lock file', ['web/package-lock.json'], []],
    ['the configuration of ko', ['.ko.yaml'], []],
    ['a workflow that builds no image', ['.github/workflows/lint.yml'], ALL],
    ['a workflow that builds the image', ['.github/workflows/build.yml'], []],
  ])('%s', (_, changed, expected) => {
    expect(existing(...changed)).toEqual(expected);
  });
});
