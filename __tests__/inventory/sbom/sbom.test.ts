import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { isSbom, readSbom } from '../../../src/inventory/sbom/sbom.js';
import { PortsideError } from '../../../src/lib/errors.js';
import { LICENSE_IDS } from '../../../src/licenses/license.js';
import { cyclonedx as cyclonedxFormat } from '../../../src/reports/formats/cyclonedx.js';
import { spdx as spdxFormat } from '../../../src/reports/formats/spdx.js';
import { context, packageNamed, report } from '../../reports/sample.js';

const bytes = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
const cyclonedx = (components: unknown[], rest = {}) =>
  readSbom(bytes({ bomFormat: 'CycloneDX', specVersion: '1.6', components, ...rest }), 'x.json');
const spdx = (packages: unknown[], rest = {}) =>
  readSbom(
    bytes({ spdxVersion: 'SPDX-2.3', SPDXID: 'SPDXRef-DOCUMENT', packages, ...rest }),
    'x.json',
  );
const byPurl = (purl: string) =>
  cyclonedx([{ type: 'library', name: 'n', version: 'stated', purl }]).packages[0];

describe('the license of a component', () => {
  const PACKAGE = {
    SPDXID: 'SPDXRef-a',
    name: 'a',
    versionInfo: '1',
    externalRefs: [{ referenceType: 'purl', referenceLocator: 'pkg:npm/a@1' }],
  };
  const licenseOf = (...all: readonly (readonly unknown[])[]) =>
    cyclonedx(
      all.map((licenses) => ({
        type: 'library',
        name: 'a',
        version: '1',
        purl: 'pkg:npm/a@1',
        licenses,
      })),
    ).packages.map(({ license }) => license);

  it.each([
    [[{ expression: 'MIT OR ISC' }, { license: { id: 'SSPL-1.0' } }], '(MIT OR ISC) AND SSPL-1.0'],
    [
      [{ license: { name: 'MIT or GPLv3' } }, { license: { id: 'ISC' } }],
      '(MIT OR GPL-3.0-only) AND ISC',
    ],
    [[{ license: { name: 'Acme' } }, { license: { id: 'ISC' } }], 'LicenseRef-Acme AND ISC'],
    [[{ license: { name: 'Acme' } }], 'Acme'],
  ])('joins %j', (licenses, expected) => {
    expect(licenseOf(licenses)).toEqual([expected]);
  });

  it('may have more than a thousand characters', () => {
    const long = `${LICENSE_IDS.slice(0, 200).join(' OR ')}`;
    expect(long.length).toBeGreaterThan(1_500);
    expect(licenseOf([{ expression: long }])).toEqual([long]);
    expect(
      spdx([{ ...PACKAGE, licenseConcluded: long }]).packages.map(({ license }) => license),
    ).toEqual([long]);
  });

  it.each([
    ['LicenseRef-1', 'Acme License'],
    ['LicenseRef-1 AND MIT', 'LicenseRef-Acme-License AND MIT'],
    ['MIT OR (LicenseRef-1 AND LicenseRef-3)', 'MIT OR LicenseRef-Acme-License AND LicenseRef-3'],
    ['LicenseRef-2 AND MIT', '(ISC OR AGPL-3.0-only) AND MIT'],
  ])('in SPDX has the names of references: %s', (licenseDeclared, expected) => {
    const rest = {
      hasExtractedLicensingInfos: [
        { licenseId: 'LicenseRef-1', name: 'Acme License', extractedText: 'x' },
        { licenseId: 'LicenseRef-2', name: 'ISC or AGPLv3', extractedText: 'x' },
      ],
    };
    const { packages } = spdx([{ ...PACKAGE, licenseDeclared }], rest);
    expect(packages.map(({ license }) => license)).toEqual([expected]);
  });

  it('has those of all components with its package URL', () => {
    expect(licenseOf([{ license: { id: 'MIT' } }], [{ license: { id: 'SSPL-1.0' } }])).toEqual([
      'MIT AND SSPL-1.0',
    ]);
  });
});

describe('readSbom with a package URL', () => {
  test.each([
    [
      'pkg:deb/debian/libssl3@3.0.11-1?arch=amd64&distro=debian-12&upstream=openssl',
      {
        type: 'deb',
        name: 'libssl3',
        version: '3.0.11-1',
        arch: 'amd64',
        source: { name: 'openssl', version: '3.0.11-1' },
      },
    ],
    [
      'pkg:deb/debian/gcc@13-1%2Bb1?upstream=gcc-13%4013-1',
      { version: '13-1+b1', source: { name: 'gcc-13', version: '13-1' } },
    ],
    [
      'pkg:deb/debian/c@2.36-9+deb12u4?upstream=glibc@2.36-9+deb12u4',
      { version: '2.36-9+deb12u4', source: { name: 'glibc', version: '2.36-9+deb12u4' } },
    ],
    [
      'pkg:deb/debian/bsdutils@2.33.1-0.1?arch=amd64&distro=debian-10&epoch=1',
      {
        version: '1:2.33.1-0.1',
        source: { name: 'bsdutils', version: '1:2.33.1-0.1' },
      },
    ],
    [
      'pkg:deb/ubuntu/plain@1?distro=ubuntu-22.04',
      { name: 'plain', source: { name: 'plain', version: '1' } },
    ],
    [
      'pkg:apk/alpine/ssl_client@1.36-r2?upstream=busybox',
      { name: 'ssl_client', source: { name: 'busybox', version: '1.36-r2' } },
    ],
    [
      'pkg:rpm/redhat/bash@5.1.8-6.el9?arch=x86_64&epoch=3&upstream=bash-5.1.8-6.el9.src.rpm',
      { name: 'bash', version: '3:5.1.8-6.el9', source: { name: 'bash', version: '5.1.8-6.el9' } },
    ],
    [
      'pkg:rpm/almalinux/a@1-1?epoch=0&rpmmod=nodejs:18:9:x',
      { version: '1-1', module: 'nodejs:18:9:x' },
    ],
    ['pkg:npm/%40acme/left@1.0.0', { type: 'npm', name: '@acme/left' }],
    ['pkg:npm/@acme/left@1.0.0', { type: 'npm', name: '@acme/left', version: '1.0.0' }],
    ['pkg:maven/com.acme/shop@1.0', { type: 'maven', name: 'com.acme:shop' }],
    ['pkg:maven/shop@1.0', { type: 'maven', name: 'shop', version: '1.0' }],
    ['pkg:golang/github.com/a/b@v2.0.0#v2', { name: 'github.com/a/b/v2', version: 'v2.0.0' }],
    ['pkg:golang/stdlib@1.22.4', { name: 'stdlib', version: '1.22.4' }],
    ['pkg:golang/example.com/a@v1.x', { name: 'example.com/a', version: 'v1.x' }],
    ['pkg:composer/acme/mail@1.0', { name: 'acme/mail' }],
    ['pkg:nuget/Acme.Json@1.0', { name: 'Acme.Json' }],
    ['pkg:pypi/django@4.2', { name: 'django' }],
    ['pkg:gem/rails', { name: 'rails', version: 'stated' }],
    ['pkg:npm/JSONStream@1.3.5', { name: 'JSONStream', version: '1.3.5' }],
    ['pkg:npm/%40Scope/Name@1', { name: '@scope/Name', version: '1' }],
  ])('reads %s', (purl, expected) => {
    expect(byPurl(purl)).toMatchObject({ purl, ...expected });
  });

  test.each([
    '',
    'no url',
    'pkg:',
    'pkg:npm',
    'pkg:npm/',
    'http://a/b@1',
    `pkg:npm/${'x'.repeat(9000)}@1`,
    'pkg:npm/%zz@1',
  ])('lists a component with the invalid purl %.60s as a gap', (purl) => {
    const { packages, gaps } = cyclonedx([{ name: 'n', version: '1', purl }]);
    expect(packages).toEqual([]);
    expect(gaps[0]).toEqual({
      state: 'not-covered',
      reason: expect.stringMatching(/1 component without a package URL or version .*: n 1$/),
    });
  });
});

describe('readSbom with a damaged document', () => {
  const A = { type: 'library', name: 'a', version: '1', purl: 'pkg:npm/a@1' };
  const NOT_A_LIST = [null, 'text', 7, true, {}, { 0: A }];

  test.each(NOT_A_LIST)('refuses components or packages that are %j', (value) => {
    expect(() => cyclonedx(value as never)).toThrow('components that are not a list');
    expect(() => spdx(value as never)).toThrow('packages that are not a list');
  });

  const ODD = [null, 'text', 7, [], {}, { name: { toString: 1 } }, { type: { toString: 1 } }];

  test.each(ODD)('counts the entry %j, and keeps the others', (odd) => {
    const externalRefs = [{ referenceType: 'purl', referenceLocator: A.purl }];
    for (const { packages, gaps } of [
      cyclonedx([odd, A]),
      cyclonedx([{ ...A, components: [odd] }]),
      spdx([odd, { name: 'a', externalRefs }]),
    ]) {
      expect(packages.map(({ name }) => name)).toEqual(['a']);
      expect(gaps).toEqual([{ state: 'partial', reason: '1 damaged component cannot be read' }]);
    }
  });

  test.each([{ toString: 1 }, 7, null, []])('reads a component with the type %j', (type) => {
    expect(cyclonedx([{ ...A, type }]).packages).toHaveLength(1);
    const reference = [{ referenceType: 'purl', referenceLocator: A.purl }];
    const entry = { name: 'a', primaryPackagePurpose: type, externalRefs: reference };
    expect(spdx([entry]).packages).toHaveLength(1);
  });

  test.each([
    ['no purl', { type: 'library', name: 'b' }],
    ['a purl without version', { type: 'library', name: 'b', purl: 'pkg:npm/b' }],
    ['a purl that is no text', { type: 'application', name: 'b', purl: { toString: 1 } }],
  ])('names a component with %s', (_, component) => {
    expect(cyclonedx([component, A]).gaps.map(({ reason }) => reason)).toEqual([
      '1 component without a package URL or version cannot be checked: b',
    ]);
  });

  it('has no gap for lock files, images and main modules of Go programs', () => {
    const { gaps, packages } = cyclonedx([
      A,
      { type: 'application', name: 'app/package-lock.json' },
      { type: 'container', name: 'image', version: '1' },
      { type: 'library', name: 'example.com/a', purl: 'pkg:golang/example.com/a' },
    ]);
    expect(gaps).toEqual([]);
    expect(packages.at(-1)?.version).toBe('(devel)');
  });

  it('counts what it does not list in notes', () => {
    const { notes } = cyclonedx(
      [A, { type: 'file', name: '/bin/x' }, { type: 'application', name: 'a.lock' }],
      { metadata: { component: { type: 'application', name: 'app', version: '1' } } },
    );
    expect(notes).toEqual([
      '2 components of the SBOM are not listed: files, data, or without a version and package URL',
      'What the SBOM describes is not listed as a package: app 1',
    ]);
  });

  test.each(['9.9', '2.0', 7, ['1.6'], '1.6\u202e'])('refuses CycloneDX %j', (specVersion) => {
    expect(() => cyclonedx([A], { specVersion })).toThrow('it is CycloneDX');
  });

  it('is partial when its format is newer than known', () => {
    const reference = [{ referenceType: 'purl', referenceLocator: A.purl }];
    for (const { gaps } of [
      cyclonedx([A], { specVersion: '1.8' }),
      spdx([{ name: 'a', externalRefs: reference }], { spdxVersion: 'SPDX-2.4' }),
    ])
      expect(gaps).toEqual([
        {
          state: 'partial',
          reason: expect.stringMatching(/^It has the version (?:1\.8|2\.4) of its format/),
        },
      ]);
  });

  it('is not covered when it lists no packages', () => {
    const reason = 'It lists no packages that can be checked';
    for (const sbom of [
      cyclonedx([]),
      spdx([]),
      readSbom(bytes({ bomFormat: 'CycloneDX' }), 'x'),
      cyclonedx([{ type: 'operating-system', name: 'debian', version: '12' }]),
    ])
      expect(sbom.gaps).toEqual([{ state: 'not-covered', reason }]);
  });
});

describe('readSbom with a CycloneDX document', () => {
  it('reads nested components, but not files and the image itself', () => {
    const { packages } = cyclonedx(
      [
        {
          type: 'library',
          name: 'a',
          purl: 'pkg:npm/a@1',
          components: [{ name: 'b', purl: 'pkg:npm/b@2' }],
        },
        { type: 'file', name: '/etc/passwd', version: 'sha256:1' },
      ],
      { metadata: { component: { type: 'container', name: 'image', purl: 'pkg:oci/image@1' } } },
    );
    expect(packages.map((p) => p.purl)).toEqual(['pkg:npm/a@1', 'pkg:npm/b@2']);
  });

  it('reads the distribution from the operating-system component', () => {
    const os = { type: 'operating-system', name: 'redhat', version: '9.4' };
    expect(cyclonedx([os]).distribution).toEqual({ id: 'rhel', version: '9.4', name: 'redhat' });
  });

  it('reads the distribution from most package URLs when there is no operating-system component', () => {
    const component = (name: string, distro: string) => ({
      name,
      purl: `pkg:rpm/x/${name}@1?distro=${distro}`,
    });
    const { distribution } = cyclonedx([
      component('a', 'opensuse-leap-15.6'),
      component('b', 'opensuse-leap-15.6'),
      component('c', 'fedora-40'),
    ]);
    expect(distribution).toEqual({ id: 'opensuse-leap', version: '15.6' });
  });

  it('reads source, module, paths and license as Trivy writes them', () => {
    const property = (name: string, value: string) => ({
      name: `aquasecurity:trivy:${name}`,
      value,
    });
    const { packages } = cyclonedx([
      {
        name: 'nodejs-libs',
        purl: 'pkg:rpm/redhat/nodejs-libs@18-1',
        licenses: [{ license: { name: 'MIT' } }, { license: { id: 'ISC' } }],
        properties: [
          property('SrcName', 'nodejs'),
          property('SrcVersion', '18'),
          property('SrcRelease', '1'),
          property('SrcEpoch', '1'),
          property('Modularitylabel', 'nodejs:18:9:x'),
          property('FilePath', 'var/lib/rpm'),
        ],
      },
    ]);
    expect(packages[0]).toMatchObject({
      source: { name: 'nodejs', version: '1:18-1' },
      module: 'nodejs:18:9:x',
      paths: ['var/lib/rpm'],
      license: 'MIT AND ISC',
    });
  });

  it('reads source and paths as Syft writes them', () => {
    const { packages } = cyclonedx([
      {
        name: 'libc6',
        purl: 'pkg:deb/debian/libc6@2-1?arch=amd64',
        properties: [
          { name: 'syft:location:0:path', value: '/var/lib/dpkg/status' },
          { name: 'syft:metadata:source', value: 'glibc' },
          { name: 'syft:metadata:sourceVersion', value: '2-0' },
        ],
      },
    ]);
    expect(packages[0]).toMatchObject({
      source: { name: 'glibc', version: '2-0' },
      paths: ['var/lib/dpkg/status'],
    });
  });

  it('reads layers as Portside writes them', () => {
    const { packages } = cyclonedx([
      {
        name: 'a',
        purl: 'pkg:npm/a@1',
        properties: [
          { name: 'portside:layer:index', value: '3' },
          { name: 'portside:layer:diffID', value: 'sha256:aa' },
        ],
      },
    ]);
    expect(packages[0]?.layer).toEqual({ index: 3, diffID: 'sha256:aa' });
  });

  it.each([
    ['CycloneDX', cyclonedxFormat],
    ['SPDX', spdxFormat],
  ])('reads the owner of a package from %s of Portside when the owner is listed', (_, format) => {
    const dpkg = { purl: 'pkg:deb/debian/python3-six@1.16.0-4', name: 'python3-six', type: 'deb' };
    const six = { purl: 'pkg:pypi/six@1.16.0', name: 'six', type: 'pypi', ownedBy: dpkg.purl };
    const unlisted = { ...six, purl: 'pkg:pypi/x@1', name: 'x', ownedBy: 'pkg:deb/debian/none@1' };
    const packages = [dpkg, six, unlisted].map((p) => packageNamed(p.name, { paths: [], ...p }));
    const text = format.render(report({ packages }), context());
    const read = readSbom(bytes(text), 'x.json').packages;
    expect(read.map(({ name, ownedBy }) => [name, ownedBy])).toEqual([
      ['python3-six', undefined],
      ['six', dpkg.purl],
      ['x', undefined],
    ]);
  });

  it('merges a package that is listed for several files', () => {
    const component = (path: string) => ({
      name: 'a',
      purl: 'pkg:npm/a@1',
      evidence: { occurrences: [{ location: path }] },
    });
    expect(cyclonedx([component('/x'), component('/y')]).packages).toMatchObject([
      { name: 'a', paths: ['x', 'y'] },
    ]);
  });

  it('reads thirty thousand components', () => {
    const components = Array.from({ length: 30_000 }, (_, i) => ({
      name: `p${i}`,
      purl: `pkg:deb/debian/p${i}@1.${i}-1?arch=amd64&distro=debian-12&upstream=s${i}%401`,
    }));
    expect(cyclonedx(components).packages).toHaveLength(30_000);
  });

  it('rejects a hundred thousand nested components', () => {
    const deep = `{"bomFormat":"CycloneDX","components":${'[{"components":'.repeat(100_000)}[]${'}]'.repeat(100_000)}}`;
    expect(() => readSbom(bytes(deep), 'deep.json')).toThrow(PortsideError);
  });
});

describe('readSbom with an SPDX document', () => {
  const reference = (purl: string) => [
    { referenceCategory: 'SECURITY', referenceType: 'cpe23Type', referenceLocator: 'cpe:2.3:a:x' },
    { referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: purl },
  ];

  it('reads packages with a package URL, but not the described image', () => {
    const { packages, gaps } = spdx(
      [
        { SPDXID: 'SPDXRef-image', name: 'image', versionInfo: '1' },
        {
          SPDXID: 'SPDXRef-a',
          name: 'a',
          versionInfo: '1',
          licenseConcluded: 'NOASSERTION',
          licenseDeclared: 'MIT',
          externalRefs: reference('pkg:npm/a@1'),
        },
        { SPDXID: 'SPDXRef-b', name: 'b', versionInfo: '2' },
        {
          SPDXID: 'SPDXRef-os',
          name: 'debian',
          versionInfo: '12',
          primaryPackagePurpose: 'OPERATING-SYSTEM',
        },
      ],
      {
        relationships: [
          {
            spdxElementId: 'SPDXRef-DOCUMENT',
            relationshipType: 'DESCRIBES',
            relatedSpdxElement: 'SPDXRef-image',
          },
          {
            spdxElementId: 'SPDXRef-image',
            relationshipType: 'CONTAINS',
            relatedSpdxElement: 'SPDXRef-a',
          },
        ],
      },
    );
    expect(packages).toMatchObject([{ name: 'a', version: '1', license: 'MIT' }]);
    expect(gaps).toEqual([
      {
        state: 'partial',
        reason: '1 component without a package URL or version cannot be checked: b 2',
      },
    ]);
  });

  test.each([
    ['built package from: glibc 2.36-9', { source: { name: 'glibc', version: '2.36-9' } }],
    [
      'acquired package info from DPKG DB: /var/lib/dpkg/status, /x',
      { paths: ['var/lib/dpkg/status', 'x'] },
    ],
    ['found in var/lib/dpkg/status', { paths: ['var/lib/dpkg/status'] }],
  ])('reads %j as %j', (sourceInfo, expected) => {
    const externalRefs = reference('pkg:deb/debian/libc6@2.36-9?distro=debian-12');
    const { packages } = spdx([{ name: 'libc6', sourceInfo, externalRefs }]);
    expect(packages[0]).toMatchObject(expected);
  });

  it('reads described packages that contain no others', () => {
    const { packages } = spdx(
      [{ SPDXID: 'SPDXRef-a', name: 'a', externalRefs: reference('pkg:npm/a@1') }],
      {
        documentDescribes: ['SPDXRef-a'],
      },
    );
    expect(packages).toHaveLength(1);
  });
});

describe('isSbom and readSbom', () => {
  test.each([
    [' {"bomFormat":"CycloneDX","specVersion":"1.5"}', true],
    ['\uFEFF{"SPDXID":"x","spdxVersion":"SPDX-2.3"}', true],
    ['{"_type":"https://in-toto.io/Statement/v1","predicate":{"bomFormat":"CycloneDX"}}', true],
    ['{"name":"package"}', false],
    ['[1]', false],
    ['bomFormat', false],
    ['', false],
  ])('find an SBOM in %s: %s', (text, expected) => {
    expect(isSbom(bytes(text))).toBe(expected);
  });

  it('read an SBOM in the predicate of a statement', () => {
    const predicate = { bomFormat: 'CycloneDX', components: [{ name: 'a', purl: 'pkg:npm/a@1' }] };
    expect(readSbom(bytes({ predicate }), 'x').packages).toHaveLength(1);
  });

  test.each(['', '{', '[]', '{}', '{"bomFormat":"Other"}', '{"spdxVersion":"SPDX-3.0"}', 'null'])(
    'reject %j',
    (text) => {
      expect(() => readSbom(bytes(text), 'x.json')).toThrow(
        expect.objectContaining({ code: 'PSE5001' }),
      );
    },
  );
});

describe('readSbom', () => {
  test('reads packages from a damaged document, or throws PortsideError', () => {
    const valid = bytes(
      '{"bomFormat":"CycloneDX","components":[{"type":"library","name":"a","version":"1","purl":"pkg:npm/a@1","licenses":[{"license":{"id":"MIT"}}],"properties":[{"name":"x","value":"y"}]}]}',
    );
    const change = fc.record({ at: fc.nat(valid.length - 1), to: fc.nat(255) });
    fc.assert(
      fc.property(
        fc.array(change, { maxLength: 6 }),
        fc.nat(valid.length),
        fc.boolean(),
        (changes, length, isCut) => {
          const damaged = Buffer.from(valid);
          for (const { at, to } of changes) damaged[at] = to;
          try {
            readSbom(isCut ? damaged.subarray(0, length) : damaged, 'x.json');
          } catch (error) {
            expect(error).toBeInstanceOf(PortsideError);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  test('reads documents with any JSON in place of objects and lists', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        const components = [
          a,
          { name: b, version: a, purl: 'pkg:npm/a@1', licenses: a, properties: b, components: a },
        ];
        expect(cyclonedx(components).packages.length).toBeLessThanOrEqual(1);
        const packages = [a, { name: b, sourceInfo: a, externalRefs: b, annotations: a }];
        expect(spdx(packages, { relationships: a }).packages).toEqual([]);
      }),
    );
  });
});

describe('readSbom with an SBOM that says what it lacks', () => {
  const damaged = {
    check: 'vulnerability',
    target: 'app.tar',
    state: 'partial',
    reason: 'Cannot read var/lib/dpkg/status',
  } as const;
  const packages = [packageNamed('bash', { paths: [] })];

  test.each([
    ['CycloneDX', cyclonedxFormat],
    ['SPDX', spdxFormat],
  ])('has a gap for what Portside could not read (%s)', (_, format) => {
    const document = format.render(report({ packages, coverage: [damaged] }), context());
    expect(readSbom(bytes(document), 'x.json').gaps).toEqual([
      { state: 'partial', reason: expect.stringContaining('Cannot read var/lib/dpkg/status') },
    ]);
  });

  test.each([
    ['CycloneDX', cyclonedxFormat],
    ['SPDX', spdxFormat],
  ])('has none for other checks (%s)', (_, format) => {
    const coverage = [{ ...damaged, check: 'secret' } as const];
    const document = format.render(report({ packages, coverage }), context());
    expect(readSbom(bytes(document), 'x.json').gaps).toEqual([]);
  });

  const lib = [{ type: 'library', name: 'a', version: '1', purl: 'pkg:npm/a@1' }];
  const tools = { components: [{ type: 'application', name: 'portside' }] };

  test.each([
    ['incomplete', 'portside:subject', 1],
    ['incomplete_first_party_only', 'portside:subject', 1],
    ['unknown', 'portside:os:0', 1],
    ['unknown', 'portside:subject', 0],
    ['complete', 'portside:os:0', 0],
  ])('of Portside with the aggregate %s of %s has %d gaps', (aggregate, of, count) => {
    const compositions = [{ aggregate, assemblies: [of] }];
    expect(cyclonedx(lib, { metadata: { tools }, compositions }).gaps).toHaveLength(count);
  });

  it('counts what is more than it repeats', () => {
    const one = { name: 'portside:not-checked', value: 'x' };
    const properties = Array.from({ length: 30 }, () => one);
    const { gaps } = cyclonedx(lib, { metadata: { properties } });
    expect(gaps).toHaveLength(11);
    expect(gaps[10]?.reason).toContain('20 other things');
  });
});

describe('readSbom drops no package silently', () => {
  const evil = { name: 'evil', version: '1', purl: 'pkg:npm/evil@1', 'bom-ref': 'evil' };
  const other = { type: 'library', name: 'a', version: '1', purl: 'pkg:npm/a@1', 'bom-ref': 'a' };
  const names = ({ packages }: ReturnType<typeof readSbom>) => packages.map(({ name }) => name);

  test.each([
    'container',
    'data',
    'device',
    'device-driver',
    'file',
    'firmware',
    'machine-learning-model',
    'operating-system',
    'platform',
    'cryptographic-asset',
    'bogus',
    5,
  ])('with a package URL and the component type %s', (type) => {
    expect(names(cyclonedx([other, { ...evil, type }]))).toEqual(['a', 'evil']);
  });

  it('that is an image inside the image', () => {
    const inner = { type: 'container', name: 'x', version: '1', purl: 'pkg:oci/x@sha256:1' };
    expect(names(cyclonedx([other, inner]))).toEqual(['a']);
  });

  it('that the subject contains', () => {
    const component = { type: 'application', name: 'app', version: '1', components: [evil] };
    const read = cyclonedx([other], { metadata: { component } });
    expect([names(read), read.gaps]).toEqual([['evil', 'a'], []]);
  });

  it('that claims an owner other than a package of a distribution', () => {
    const properties = [{ name: 'portside:ownedBy', value: 'pkg:npm/a@1' }];
    const { packages } = cyclonedx([other, { ...evil, type: 'library', properties }]);
    expect(packages.map(({ ownedBy }) => ownedBy)).toEqual([undefined, undefined]);
  });

  it('that has a predicate next to it', () => {
    const predicate = { bomFormat: 'CycloneDX', specVersion: '1.6', components: [other] };
    expect(names(cyclonedx([{ ...evil, type: 'library' }], { predicate }))).toEqual(['evil']);
  });

  const purl = (locator: string) => ({ referenceType: 'purl', referenceLocator: locator });
  const entry = (name: string, ...more: string[]) => ({
    name,
    SPDXID: `SPDXRef-${name}`,
    versionInfo: '1',
    externalRefs: [`pkg:npm/${name}@1`, ...more].map(purl),
  });
  const edge = (from: string, to: string) => ({
    spdxElementId: `SPDXRef-${from}`,
    relationshipType: 'DEPENDS_ON',
    relatedSpdxElement: `SPDXRef-${to}`,
  });

  it('that is one of several described ones', () => {
    const documentDescribes = ['SPDXRef-a', 'SPDXRef-evil'];
    const relationships = [edge('evil', 'a')];
    const read = spdx([entry('a'), entry('evil')], { documentDescribes, relationships });
    expect(names(read)).toEqual(['a', 'evil']);
  });

  it('that it is about', () => {
    const note = 'What the SBOM describes is not listed as a package: evil 1';
    const rest = { documentDescribes: ['SPDXRef-evil'], relationships: [edge('evil', 'a')] };
    expect(spdx([entry('a'), entry('evil')], rest).notes).toEqual([note]);
    expect(cyclonedx([other], { metadata: { component: evil } }).notes).toEqual([note]);
  });

  it('that is the second package URL of an entry, or a damaged one', () => {
    const { packages } = spdx([entry('a', 'pkg:npm/evil@1')]);
    expect(packages.map(({ name }) => name)).toEqual(['a', 'evil']);
    expect(spdx([entry('a', 'pkg:')]).gaps).toHaveLength(1);
  });

  test.each(['CONTAINER', 'OPERATING_SYSTEM', 'FILE'])('with the purpose %s', (purpose) => {
    const read = spdx([{ ...entry('evil'), primaryPackagePurpose: purpose }]);
    expect(names(read)).toEqual(['evil']);
  });
});
