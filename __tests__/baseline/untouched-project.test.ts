import { afterAll, describe, expect, it } from '@jest/globals';
import { untouchedParts } from '../../src/baseline/untouched.js';
import type { Finding } from '../../src/core/finding.js';
import { temporaryFolder } from '../image/build-tar.js';
import { packageNamed, vulnerability } from '../reports/sample.js';

const folder = temporaryFolder();
afterAll(() => folder.remove());
folder.write('.github/workflows/build.yml', 'run: ko build ./cmd/api\n');
folder.write('scripts/build', 'ko build ./cmd/api\n');
folder.write('scripts/lint', 'make lint\n');
folder.write('.github/workflows/lint.yml', 'run: make lint\n');

/** Findings of an image of ko, and files that a pull request changes. */

const ON_GO_MOD = {
  location: { path: 'go.mod', startLine: 3, startColumn: 1, endLine: 3, endColumn: 9 },
  subject: { image: 'api:1', layer: 1, purl: 'pkg:golang/a@v1' },
  origin: { kind: 'own-layer' },
} as const;
const evidence = (...functions: string[]) =>
  ({
    evidence: {
      result: 'linked',
      reason: 'a',
      programs: [{ path: 'a', result: 'linked', functions }],
    },
  }) as never;
const FINDINGS: Readonly<Record<string, Finding>> = {
  own: vulnerability('CVE-1', 'a', ON_GO_MOD),
  linked: vulnerability('CVE-4', 'g', { ...ON_GO_MOD, details: evidence('pem.Decode') }),
  'linked by the toolchain': vulnerability('CVE-5', 'h', {
    ...ON_GO_MOD,
    subject: { image: 'api:1', layer: 1, purl: 'pkg:golang/stdlib@1.24.4' },
    details: evidence(),
  }),
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
    { root: folder.path, baseFolder: '/nonexist', changed: new Set(changed), newNames: new Map() },
  );
  const names = Object.keys(FINDINGS).filter((name) => {
    const finding = FINDINGS[name];
    return finding !== undefined && found.findings.includes(finding);
  });
  return [...names, ...(found.packages.length > 0 ? ['package'] : [])];
}

describe('of an image without a Dockerfile, a pull request that changes', () => {
  const ALL = [
    'own',
    'linked',
    'linked by the toolchain',
    'no location',
    'base',
    'secret',
    'configuration',
    'package',
  ];
  const PACKAGES = [
    'own',
    'linked by the toolchain',
    'no location',
    'base',
    'configuration',
    'package',
  ];
  it.each<[string, string[], string[]]>([
    ['nothing', [], ALL],
    ['source code', ['cmd/api/main.go'], PACKAGES],
    ['prose and tests', ['README.md', 'docs/a.html', 'cmd/api/main_test.go'], ALL],
    ['go.mod', ['go.mod'], []],
    ['the version of Go', ['.go-version'], []],
    ['vendored modules', ['vendor/modules.txt'], []],
    ['a script that builds the image', ['scripts/build'], []],
    ['a script that builds no image', ['scripts/lint'], PACKAGES.toSpliced(1, 0, 'linked')],
    ['a lock file', ['web/package-lock.json'], []],
    ['the configuration of ko', ['.ko.yaml'], []],
    ['a workflow that builds no image', ['.github/workflows/lint.yml'], ALL],
    ['a workflow that builds the image', ['.github/workflows/build.yml'], []],
  ])('%s', (_, changed, expected) => {
    expect(existing(...changed)).toEqual(expected);
  });
});
