import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { describe, expect, it, test } from '@jest/globals';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { FORMATS } from '../../src/reports/all-formats.js';
import { checkstyle } from '../../src/reports/formats/checkstyle.js';
import { codeQuality } from '../../src/reports/formats/code-quality.js';
import { cyclonedx } from '../../src/reports/formats/cyclonedx.js';
import { gitlab } from '../../src/reports/formats/gitlab.js';
import { html } from '../../src/reports/formats/html.js';
import { junit } from '../../src/reports/formats/junit.js';
import { spdx } from '../../src/reports/formats/spdx.js';
import { isLicenseExpression } from '../../src/reports/sbom.js';
import { cpuTime } from './cpu-time.js';
import { context, large, lint, packageNamed, report, vulnerability } from './sample.js';
import { readXml } from './xml.js';

describe('the JUnit report', () => {
  const suites = readXml(
    junit.render(
      report({ findings: [...report().findings, lint({ status: 'excepted' })] }),
      context(),
    ),
  );

  it('counts what it holds', () => {
    expect(Object.fromEntries(suites.attributes)).toEqual({
      name: 'portside',
      tests: '7',
      failures: '5',
      errors: '1',
      time: '2',
    });
    for (const suite of suites.children) {
      expect(suite.children).toHaveLength(Number(suite.attributes.get('tests')));
    }
  });

  it('has a failure a finding, a skipped case an exception, an error a check that could not run', () => {
    const results = suites.children
      .flatMap((s) => s.children)
      .flatMap((c) => c.children.map((r) => r.name));
    expect(results.sort()).toEqual([...Array(5).fill('failure'), 'skipped', 'error'].sort());
  });

  it('has a passing case for a target without findings', () => {
    const clean = readXml(junit.render(report({ findings: [], incomplete: [] }), context()));
    expect(
      clean.children.map((s) => [
        s.attributes.get('name'),
        s.children.length,
        s.children[0]?.children,
      ]),
    ).toEqual([
      ['Dockerfile', 1, []],
      ['registry.example:5000/shop/app:pr-42', 1, []],
    ]);
  });
});

test('the Checkstyle report has every placed finding under its file, in order', () => {
  const [file] = readXml(checkstyle.render(report(), context())).children;
  expect(file?.attributes.get('name')).toBe('Dockerfile');
  expect(
    file?.children.map((e) => [e.attributes.get('line'), e.attributes.get('severity')]),
  ).toEqual([
    ['1', 'error'],
    ['1', 'error'],
    ['1', 'info'],
    ['1', 'info'],
    ['3', 'warning'],
  ]);
});

test('the code quality report has what GitLab reads', () => {
  const issues = JSON.parse(codeQuality.render(report({ findings: [lint()] }), context()));
  expect(issues).toEqual([
    {
      type: 'issue',
      check_name: 'DL3008',
      categories: ['Style'],
      description: 'DL3008: Pin the version of curl',
      fingerprint: lint().fingerprint,
      severity: 'major',
      location: { path: 'Dockerfile', lines: { begin: 3, end: 3 } },
    },
  ]);
});

describe('the GitLab container-scanning report', () => {
  const read = JSON.parse(gitlab.render(report(), context()));

  it('has what schema 15.2.1 requires of the scan', () => {
    expect(read.version).toBe('15.2.1');
    expect(read.scan).toMatchObject({
      type: 'container_scanning',
      status: 'success',
      start_time: '2026-11-24T10:00:00',
      end_time: '2026-11-24T10:00:02',
      analyzer: { id: 'portside', version: '1.2.3', vendor: { name: 'Portside' } },
    });
  });

  it('says failure when vulnerabilities could not be looked up', () => {
    const incomplete = [
      { check: 'vulnerability' as const, target: 'app', reason: 'no advisories' },
    ];
    expect(JSON.parse(gitlab.render(report({ incomplete }), context())).scan.status).toBe(
      'failure',
    );
  });

  it('has each vulnerability with its package, version and image, and nothing else', () => {
    expect(read.vulnerabilities).toHaveLength(3);
    expect(read.vulnerabilities[1]).toEqual({
      id: vulnerability('CVE-2024-0002', 'openssl').fingerprint,
      name: 'CVE-2024-0002',
      description: 'openssl 1.0 is vulnerable to CVE-2024-0002',
      severity: 'High',
      solution: 'Update openssl to 1.1 or later.',
      identifiers: [{ type: 'cve', name: 'CVE-2024-0002', value: 'CVE-2024-0002' }],
      links: [{ url: 'https://example.org/advisory' }],
      cvss_vectors: [{ vendor: 'unknown', vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H' }],
      location: {
        dependency: { package: { name: 'openssl' }, version: '1.0' },
        operating_system: 'unknown',
        image: 'registry.example:5000/shop/app:pr-42',
        default_branch_image: 'registry.example:5000/shop/app',
      },
    });
  });

  it.each([
    ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N', false],
    ['CVSS:3.1/AV:N', false],
    ['nonsense', false],
    ['CVSS:3.0/AV:L/AC:H/PR:H/UI:R/S:C/C:L/I:L/A:L', true],
  ])('with the vector %s has cvss_vectors: %s', (vector, expected) => {
    const findings = [vulnerability('CVE-1', 'zlib', { details: { cvss: { vector } } })];
    const [entry] = JSON.parse(gitlab.render(report({ findings }), context())).vulnerabilities;
    expect('cvss_vectors' in entry).toBe(expected);
  });

  it('takes the distribution from the package URL', () => {
    const findings = [
      vulnerability('CVE-1', 'z', {
        subject: { purl: 'pkg:deb/debian/z@1?arch=amd64&distro=debian-12' },
      }),
    ];
    const [entry] = JSON.parse(gitlab.render(report({ findings }), context())).vulnerabilities;
    expect(entry.location.operating_system).toBe('debian-12');
  });
});

const strange = report({
  packages: [
    packageNamed('openssl'),
    packageNamed('openssl', { paths: ['opt/copy'] }),
    packageNamed('own-words', { license: 'GPL-2+ or <evil>' }),
    packageNamed('plain', { license: undefined, layer: undefined, location: undefined } as never),
    packageNamed('expression', {
      license: '(MIT OR Apache-2.0) AND BSD-3-Clause',
      source: { name: 'src', version: '1' },
    }),
  ],
});

describe('the HTML report', () => {
  const page = html.render(report(), context());

  it('says the verdict in its heading and has a row a finding', () => {
    expect(page).toContain('<h1>Failed</h1>\n<p>2 findings of severity high or worse</p>');
    expect(page.match(/<tr data-f=/g)).toHaveLength(5);
  });

  it('fetches nothing, and runs the one script that its policy names by hash', () => {
    const script = /<script>(.*)<\/script>/s.exec(page)?.[1] ?? '';
    const hash = createHash('sha256').update(script).digest('base64');
    expect(page).toContain(
      `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}';`,
    );
    expect(page).not.toMatch(
      /<(script [^>]|img|link|iframe)|url\(|@import|fetch\(|https?:\/\/(?!example)/,
    );
  });

  it('shows no line of a file that it is not given', () => {
    const { source: _, ...blind } = context();
    expect(html.render(report(), blind)).not.toContain('apt-get');
    expect(page).toContain('apt-get install <mark>curl</mark>');
  });

  it('shows of a long file what is around findings', () => {
    const lines = Array.from({ length: 5_000 }, (_, i) => `RUN line ${i + 1}`);
    const shown = html.render(report(), context({ source: () => lines.join('\n') }));
    expect(shown).toContain('line 6<');
    expect(shown).not.toContain('line 4000<');
  });

  it('has of too many findings the most urgent, and says how many are left', () => {
    const findings = Array.from({ length: 10_050 }, (_, i) =>
      lint({ rule: `R${i}`, severity: i < 10_000 ? 'high' : 'low' }),
    );
    const many = html.render(report({ findings }), context());
    expect(many.match(/<tr data-f="high/g)).toHaveLength(10_000);
    expect(many).toContain('50 less urgent findings in the JSON report.');
  });

  it('links web addresses only', () => {
    const findings = [
      'javascript:alert(1)',
      'data:text/html,x',
      'https://example.org/"onclick="x',
    ].map((reference, i) =>
      vulnerability(`CVE-${i}`, 'z', { details: { references: [reference] } }),
    );
    const links = html.render(report({ findings }), context()).match(/<a rel[^>]*>/g);
    expect(links).toEqual(['<a rel="noreferrer" href="https://example.org/%22onclick=%22x">']);
  });
});

describe('the CycloneDX SBOM', () => {
  const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);

  it.each([
    ['of a usual image', report()],
    ['of strange packages', strange],
    ['of nothing', report({ targets: [], packages: [], findings: [] })],
    ['of a hundred packages', large(500)],
  ])('%s is valid against the strict 1.6 schema', async (_, value) => {
    expect(await validator.validate(cyclonedx.render(value, context()))).toBeNull();
  });

  it('tells the layer and the Dockerfile line of each package', () => {
    const [first] = JSON.parse(cyclonedx.render(report(), context())).components;
    expect(first.properties).toEqual([
      { name: 'portside:layer:index', value: '0' },
      { name: 'portside:layer:diffID', value: `sha256:${'a'.repeat(64)}` },
      { name: 'portside:dockerfile', value: 'Dockerfile:1' },
    ]);
  });

  it('lists a vulnerability once with every place of the package', () => {
    const { vulnerabilities } = JSON.parse(cyclonedx.render(strange, context()));
    expect(vulnerabilities[0]).toMatchObject({
      id: 'CVE-2024-0001',
      affects: [{ ref: 'pkg:deb/debian/openssl@1.0' }, { ref: 'pkg:deb/debian/openssl@1.0#2' }],
    });
  });

  it('is the same document for the same report', () => {
    expect(cyclonedx.render(report(), context())).toBe(cyclonedx.render(report(), context()));
  });
});

describe('the SPDX SBOM', () => {
  const path = '../shared/conformance/spdx-2.3.schema.json';
  const there = existsSync(path);
  const ajv = new Ajv({ strict: false, validateSchema: false });
  addFormats.default(ajv);
  const validate = there ? ajv.compile(JSON.parse(readFileSync(path, 'utf8'))) : () => true;

  it.each([
    ['of a usual image', report()],
    ['of strange packages', strange],
    ['of nothing', report({ targets: [], packages: [] })],
  ])(
    `%s is valid against the 2.3 schema${there ? '' : ' (skipped: ../shared is absent)'}`,
    (_, value) => {
      expect(validate(JSON.parse(spdx.render(value, context())))).toBe(true);
    },
  );

  it('has unique identifiers, and every reference leads to one', () => {
    const document = JSON.parse(spdx.render(strange, context()));
    const ids = document.packages.map((p: { SPDXID: string }) => p.SPDXID);
    expect(new Set(ids).size).toBe(6);
    for (const r of document.relationships) expect(ids).toContain(r.relatedSpdxElement);
    for (const id of ids) expect(id).toMatch(/^SPDXRef-[A-Za-z0-9.-]+$/);
  });

  it('keeps a license in the package’s own words as an extracted text', () => {
    const document = JSON.parse(spdx.render(strange, context()));
    expect(document.packages.map((p: { licenseDeclared?: string }) => p.licenseDeclared)).toEqual([
      undefined,
      'MIT',
      'MIT',
      'LicenseRef-portside-1',
      'NOASSERTION',
      '(MIT OR Apache-2.0) AND BSD-3-Clause',
    ]);
    expect(document.hasExtractedLicensingInfos[0].extractedText).toBe('GPL-2+ or <evil>');
  });
});

test.each([
  ['MIT', true],
  ['(MIT OR Apache-2.0)', true],
  ['MIT AND (ISC OR 0BSD)', true],
  ['MIT OR', false],
  ['(MIT', false],
  ['MIT)', false],
  [') MIT (', false],
  ['MIT ISC', false],
  ['GPL-2+', false],
  ['', false],
])('%j as an SPDX expression: %s', (text, expected) => {
  expect(isLicenseExpression(text)).toBe(expected);
});

test('five thousand findings are written in every format in well under two seconds', async () => {
  const big = large(5_000);
  const spent = await cpuTime(() => {
    for (const format of FORMATS.values()) expect(format.render(big, context())).toMatch(/\n$/);
  });
  expect(spent).toBeLessThan(2_000);
});

test('the github format annotates the very words of one line, and escapes what could end a command', () => {
  const found = lint({
    rule: 'DL3008',
    severity: 'medium',
    message: 'a\n::error::b 100%',
    location: { path: 'a,b:c/Dockerfile', startLine: 3, startColumn: 5, endLine: 3, endColumn: 9 },
  });
  expect(FORMATS.get('github')?.render(report({ findings: [found] }), context())).toBe(
    '::warning title=DL3008,file=a%2Cb%3Ac/Dockerfile,line=3,endLine=3,col=5,endColumn=8::a ::error::b 100%25\nPortside: fail\n',
  );
});
