import { expect, it, test } from '@jest/globals';
import type { Cataloger, FoundPackage } from '../../src/inventory/cataloger.js';
import { composer } from '../../src/inventory/catalogers/composer.js';
import { conda } from '../../src/inventory/catalogers/conda.js';
import { gem } from '../../src/inventory/catalogers/gem.js';
import { java } from '../../src/inventory/catalogers/java.js';
import { npm } from '../../src/inventory/catalogers/npm.js';
import { nuget } from '../../src/inventory/catalogers/nuget.js';
import { pypi } from '../../src/inventory/catalogers/pypi.js';
import { describePom } from '../../src/inventory/java/pom.js';
import { file } from './build/file.js';
import { zip } from './build/zip.js';

const SHA512 = Buffer.alloc(64, 7);
const POM = `<project><!-- <licenses></licenses> --><parent><url>https://p</url></parent>
  <licenses><license><name>Apache License, Version 2.0</name><url>https://l</url></license></licenses>
  <organization><name>A &amp; B</name></organization><url>https://example.org/x</url>
  <dependencyManagement><dependencies><dependency><groupId>m</groupId><artifactId>m</artifactId></dependency></dependencies></dependencyManagement>
  <dependencies><dependency><groupId>g</groupId><artifactId>a</artifactId></dependency>
  <dependency><groupId>t</groupId><artifactId>t</artifactId><scope>test</scope></dependency>
  <dependency><groupId>\${p}</groupId><artifactId>v</artifactId></dependency></dependencies></project>`;

test.each<[string, Cataloger, string, string | Buffer, Partial<FoundPackage>]>([
  [
    'npm',
    npm,
    'a/node_modules/x/package.json',
    '{"name":"x","version":"1","author":"\\"Ann\\"","homepage":"https://x.org/","dependencies":{"y":"1"},"optionalDependencies":{"z":"1"},"devDependencies":{"d":"1"}}',
    {
      facts: { maintainer: 'Ann', homepage: 'https://x.org/' },
      requires: ['y', 'z'],
    },
  ],
  [
    'Python',
    pypi,
    'lib/site-packages/x-1.dist-info/METADATA',
    'Metadata-Version: 2.1\nName: x\nVersion: 1\nAuthor: Ann B\nAuthor-email: Ann <a@b.c>\nProject-URL: Homepage, https://x.org/\nClassifier: License :: OSI Approved :: MIT License\nRequires-Dist: y>=1; python_version < "3.9"\nRequires-Dist: z; extra == "test"\nRequires-Dist: v (<2,>=1.1)\nRequires-Dist: u[a] ~=1.4\r\nRequires-Dist: t\n\nRequires-Dist: w\n',
    {
      license: 'MIT License',
      facts: {
        maintainer: 'Ann <a@b.c>',
        homepage: 'https://x.org/',
        ranges: [
          { name: 'v', range: '<2,>=1.1' },
          { name: 'u', range: '~=1.4' },
        ],
      },
      requires: ['y', 'v', 'u', 't'],
    },
  ],
  [
    'Ruby',
    gem,
    'specifications/x-1.gemspec',
    'Gem::Specification.new do |s|\n  s.name = "x".freeze\n  s.version = "1"\n  s.authors = ["Andr\\u00E9".freeze, "Bob"]\n  s.homepage = "https://x.org/".freeze\n  s.add_runtime_dependency(%q<rack>.freeze, ["~> 2"])\n  s.add_development_dependency(%q<rspec>.freeze)\nend\n',
    { facts: { maintainer: 'André, Bob', homepage: 'https://x.org/' }, requires: ['rack'] },
  ],
  [
    'PHP',
    composer,
    'vendor/composer/installed.json',
    `[{"name":"a/x","version":"1","authors":[{"name":"Ann"}],"dist":{"shasum":"${'ab'.repeat(20)}"},"require":{"php":">=8","a/y":"1"},"replace":{"a/z":"1"}}]`,
    {
      facts: { maintainer: 'Ann', hashes: [{ algorithm: 'SHA-1', value: 'ab'.repeat(20) }] },
      requires: ['php', 'a/y'],
      provides: ['a/z'],
    },
  ],
  [
    '.NET',
    nuget,
    'app/x.deps.json',
    `{"targets":{"t":{"X/1":{"dependencies":{"Y":"2"},"runtime":{"x.dll":{}}}}},"libraries":{"X/1":{}}}`,
    {
      requires: ['Y/2'],
      provides: ['X/1'],
    },
  ],
  [
    'Conda',
    conda,
    'conda-meta/x-1.json',
    `{"name":"x","version":"1","md5":"${'cd'.repeat(16)}","depends":["python >=3.8","y"]}`,
    {
      facts: { hashes: [{ algorithm: 'MD5', value: 'cd'.repeat(16) }] },
      requires: ['python', 'y'],
    },
  ],
  [
    'Java',
    java,
    'app/x.jar',
    zip([
      {
        name: 'META-INF/maven/g/x/pom.properties',
        body: 'groupId=g\nartifactId=x\nversion=1\n',
      },
      { name: 'META-INF/maven/g/x/pom.xml', body: POM },
    ]),
    {
      license: 'Apache License, Version 2.0',
      supplier: 'A & B',
      facts: { homepage: 'https://example.org/x' },
      requires: ['g:a'],
    },
  ],
])('the metadata of %s has more than names', (_, cataloger, path, body, expected) => {
  expect(cataloger.read(file(path, body))[0]).toMatchObject(expected);
});

it('a deps.json has no hash of the downloaded package', () => {
  const body = `{"libraries":{"X/1":{"sha512":"sha512-${SHA512.toString('base64')}"}}}`;
  expect(nuget.read(file('app/x.deps.json', body))[0]?.facts).toBeUndefined();
});

it.each(['<project>', '<!-- ', '<build>', '<licenses><license><name>', '<dependency>'])(
  'a POM that repeats %j without an end is read to the end',
  (start) => {
    const { license, requires } = describePom(Buffer.from(start.repeat(100_000)));
    expect([license, requires]).toEqual([undefined, undefined]);
  },
);
