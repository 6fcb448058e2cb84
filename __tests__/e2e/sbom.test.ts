import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import type { Package } from '../../src/core/package.js';
import { type DebianImages, debianImages } from './debian-images.js';
import { CLI } from './dist.js';
import { requirePrograms } from './peers.js';
import { installTrivy, type Trivy } from './trivy.js';

/** SBOMs of images of Debian with packages of other ecosystems, compared with those of Trivy. */

const IMAGES = {
  java: ['default-jre-headless', 'libcommons-lang3-java'],
  mixed: [
    ...['python3-requests', 'python3-flask', 'python3-yaml', 'php-cli', 'php-symfony-console'],
    ...['node-semver', 'ruby-rack', 'libxml-simple-perl'],
  ],
};
type Name = keyof typeof IMAGES;
const NAMES: readonly Name[] = ['java', 'mixed'];

const FORMATS = ['cyclonedx', 'cyclonedx-1.7', 'spdx', 'json'] as const;
type Documents = Readonly<Record<(typeof FORMATS)[number], string>>;

interface CycloneDx {
  specVersion: string;
  readonly metadata: { tools: object };
  readonly components: readonly {
    readonly 'bom-ref': string;
    readonly purl?: string;
    readonly licenses?: readonly object[];
    readonly supplier?: object;
  }[];
  readonly dependencies: readonly {
    readonly ref: string;
    readonly dependsOn?: readonly string[];
  }[];
}

let folder: string;
let images: DebianImages;
let trivy: Trivy;
const written = new Map<Name, Documents>();

beforeAll(async () => {
  requirePrograms('mmdebstrap');
  folder = mkdtempSync(join(tmpdir(), 'portside-sbom-'));
  [trivy, images] = await Promise.all([
    installTrivy(join(folder, 'trivy')),
    debianImages(folder, IMAGES),
  ]);
  for (const name of NAMES) written.set(name, sbom(`oci:${images.layout}:${name}`));
}, 900_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(NAMES)('the SBOM of the image %s', (name) => {
  it('has all packages of Debian, their suppliers, and the licenses of nine in ten components', () => {
    const components = cycloneDx(name).components.filter(({ purl }) => purl !== undefined);
    const ofDebian = components.filter(({ purl }) => purl?.startsWith('pkg:deb/'));
    expect(ofDebian).toHaveLength(images.installed.get(name) ?? 0);
    expect(ofDebian.length).toBeGreaterThan(70);
    expect(ofDebian.filter(({ supplier }) => supplier === undefined)).toEqual([]);
    const licensed = components.filter(({ licenses }) => licenses !== undefined);
    expect(licensed.length / components.length).toBeGreaterThanOrEqual(0.9);
  });

  it('is valid in both versions of CycloneDX', async () => {
    const six = new Validation.JsonStrictValidator(Spec.Version.v1dot6);
    expect(await six.validate(documents(name).cyclonedx)).toBeNull();
    const seven = new Validation.JsonStrictValidator(Spec.Version.v1dot7);
    expect(await seven.validate(documents(name)['cyclonedx-1.7'])).toBeNull();
  });

  it('is the same every time but for its time', () => {
    const again = sbom(`oci:${images.layout}:${name}`);
    for (const format of ['cyclonedx', 'cyclonedx-1.7', 'spdx'] as const)
      expect(withoutTime(again[format])).toBe(withoutTime(documents(name)[format]));
  });
});

it.each(['cyclonedx', 'cyclonedx-1.7', 'spdx'] as const)(
  'the SBOM of the image mixed in the format %s has the packages that we found, when we read it',
  (format) => {
    expect(readBack(documents('mixed')[format])).toEqual(identities(documents('mixed')));
  },
  60_000,
);

const SPDX_SCHEMA = '../shared/conformance/spdx-2.3.schema.json';
const official = existsSync(SPDX_SCHEMA) ? it : it.skip;

official.each(NAMES)(
  `the official SPDX schema accepts the SBOM of the image %s (skipped without ${SPDX_SCHEMA})`,
  (name) => {
    const ajv = new Ajv({ strict: false, validateSchema: false });
    addFormats.default(ajv);
    const validate = ajv.compile(JSON.parse(readFileSync(SPDX_SCHEMA, 'utf8')));
    validate(JSON.parse(documents(name).spdx));
    expect(validate.errors).toBeNull();
  },
);

// Trivy lists no jar without a database of jars.
describe('Trivy, with the image mixed', () => {
  const name = 'mixed';
  let theirs: CycloneDx;
  /** The packages of its SBOM, as we read them. */
  let read: readonly string[];
  beforeAll(() => {
    const text = trivySbom(name, 'cyclonedx');
    theirs = JSON.parse(text);
    read = readBack(text);
  }, 120_000);

  it('lists no package that we do not list', () => {
    const ours = new Set(identities(documents(name)));
    expect(read.filter((one) => !ours.has(one))).toEqual([]);
  });

  it('has an SBOM of which we read every package', () => {
    const listed = theirs.components.flatMap(({ purl }) => purl ?? []);
    expect(read).toHaveLength(new Set(listed).size);
  });

  it('finds no more dependencies between packages than we do', () => {
    expect(edges(theirs)).toBeGreaterThan(100);
    expect(edges(cycloneDx(name))).toBeGreaterThanOrEqual(edges(theirs));
  });
});

it('Trivy makes an SPDX document of the image mixed of which we read what its CycloneDX has', () => {
  const [spdx = [], cyclonedx = []] = ['spdx-json', 'cyclonedx'].map((format) =>
    readBack(trivySbom('mixed', format)),
  );
  expect(spdx).toEqual(cyclonedx);
}, 120_000);

/** A package that Trivy reads from an SBOM. */
interface TrivyPackage {
  readonly Name: string;
  readonly Version: string;
  readonly SrcName?: string;
  readonly SrcVersion?: string;
}

describe('Trivy reads our SBOM', () => {
  const read = (content: string) => {
    const file = join(folder, 'ours.json');
    writeFileSync(file, content);
    const output = trivy('sbom', '--format', 'json', '--list-all-pkgs', file);
    const results: { Class: string; Packages?: TrivyPackage[] }[] = JSON.parse(output).Results;
    const of = (kind: string) =>
      results.flatMap((one) => (one.Class === kind ? (one.Packages ?? []) : []));
    return { ofDebian: of('os-pkgs'), others: of('lang-pkgs') };
  };
  const ours = () => packagesOf(documents('mixed'));
  const debian = () => ours().filter(({ type }) => type === 'deb');

  it('in SPDX, with every package of Debian and its source package', () => {
    expect(sources(read(documents('mixed').spdx).ofDebian)).toEqual(ownSources(debian()));
  });

  it('in CycloneDX, with every package, and the source packages of Debian', () => {
    // Trivy 0.44 reads no version that is newer than 1.4, where the tools were a list.
    const bom = cycloneDx('mixed');
    bom.specVersion = '1.4';
    bom.metadata.tools = [{ name: 'portside' }];
    const { ofDebian, others } = read(JSON.stringify(bom));
    expect(sources(ofDebian)).toEqual(ownSources(debian()));
    expect(others.map((one) => `${one.Name} ${one.Version}`).sort()).toEqual(
      ours()
        .filter(({ type }) => type !== 'deb')
        .map((one) => `${one.name} ${one.version}`)
        .sort(),
    );
  });
});

function documents(name: Name): Documents {
  const found = written.get(name);
  if (!found) throw new Error(`the image ${name} was not made`);
  return found;
}

function cycloneDx(name: Name): CycloneDx {
  return JSON.parse(documents(name).cyclonedx);
}

/** The documents of one run of `portside sbom`. */
function sbom(target: string): Documents {
  const outputs = FORMATS.map((format) => [format, join(folder, `out.${format}.json`)] as const);
  const formats = outputs.flatMap(([format, file]) => ['--format', `${format}=${file}`]);
  const args = [CLI, 'sbom', target, '--offline', ...formats];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`portside sbom ${target} ended with ${status}: ${stderr}`);
  const read = outputs.map(([format, file]) => [format, readFileSync(file, 'utf8')] as const);
  return Object.fromEntries(read) as Documents;
}

const byTrivy = new Map<string, string>();

function trivySbom(name: Name, format: string): string {
  const image = `${images.layout}:${name}`;
  const key = `${name} ${format}`;
  const text = byTrivy.get(key) ?? trivy('image', '--input', image, '--format', format);
  byTrivy.set(key, text);
  return text;
}

/** The packages of a document, as we read it. */
function readBack(text: string): string[] {
  const file = join(folder, 'read.json');
  writeFileSync(file, text);
  return identities(sbom(file));
}

function packagesOf({ json }: Documents): readonly Package[] {
  return JSON.parse(json).packages;
}

/** Packages that are installed several times are listed once. */
function identities(found: Documents): string[] {
  const all = packagesOf(found).map(({ type, name, version }) => `${type} ${name} ${version}`);
  return [...new Set(all)].sort();
}

function sources(list: readonly TrivyPackage[]): string[] {
  return list.map((one) => `${one.Name} ${one.Version}: ${one.SrcName} ${one.SrcVersion}`).sort();
}

function ownSources(list: readonly Package[]): string[] {
  return list
    .map(({ name, version, source }) => `${name} ${version}: ${source?.name} ${source?.version}`)
    .sort();
}

/** Without its time, and what is derived from it. */
function withoutTime(text: string): string {
  return text.replace(
    /"(?:timestamp|serialNumber|created|annotationDate|documentNamespace)": "[^"]*"/g,
    '',
  );
}

/** Dependencies between packages, without those of the image and the operating system. */
function edges({ components, dependencies }: CycloneDx): number {
  const packages = new Set(components.flatMap((one) => (one.purl ? [one['bom-ref']] : [])));
  return dependencies
    .filter(({ ref }) => packages.has(ref))
    .flatMap(({ dependsOn = [] }) => dependsOn.filter((other) => packages.has(other))).length;
}
