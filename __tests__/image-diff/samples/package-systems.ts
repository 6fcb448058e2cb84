import { rpmHeader } from '../../inventory/build/rpm.js';
import { sqlite } from '../../inventory/build/sqlite.js';
import { zip } from '../../inventory/build/zip.js';
import type { Files } from './sample-image.js';

/** How the packages of an image are recorded. */
export interface PackageSystem {
  /** The type of the package URL. */
  readonly type: string;
  /** The files that record the packages, given as names and versions. */
  files(packages: Readonly<Record<string, string>>): Files;
  /** The name that a report has. */
  reported(name: string): string;
  /** The package URL of the package that owns `usr/bin/tool`, if the distribution has packages. */
  readonly owner?: string;
}

/** The files of the package `tool` in every distribution. */
const TOOL_FILES = ['usr/bin/tool', 'usr/lib/libtool.so.1'];

const asNamed = (name: string) => name;
const perPackage = (
  packages: Readonly<Record<string, string>>,
  fileOf: (name: string, version: string) => readonly [path: string, body: string | Buffer],
): Files =>
  Object.fromEntries(
    Object.entries(packages).map(([name, version]) => {
      const [path, body] = fileOf(name, version);
      return [path, { body }];
    }),
  );

const stanza = (name: string, version: string) =>
  `Package: ${name}\nStatus: install ok installed\nVersion: ${version}\nArchitecture: amd64\nMaintainer: Debian <x@lists.debian.org>\n`;

export const deb: PackageSystem = {
  type: 'deb',
  reported: asNamed,
  owner: 'pkg:deb/debian/tool@1.0?arch=amd64&distro=debian-12',
  files: (packages) => ({
    'var/lib/dpkg/status': {
      body: Object.entries(packages)
        .map(([name, version]) => `${stanza(name, version)}\n`)
        .join(''),
    },
    ...('tool' in packages && {
      'var/lib/dpkg/info/tool.list': { body: TOOL_FILES.map((path) => `/${path}\n`).join('') },
    }),
  }),
};

/** Distroless images have a record for each package, and its files with their MD5 sums. */
export const distroless: PackageSystem = {
  type: 'deb',
  reported: asNamed,
  owner: deb.owner ?? '',
  files: (packages) => ({
    ...perPackage(packages, (name, version) => [
      `var/lib/dpkg/status.d/${name}`,
      stanza(name, version),
    ]),
    ...('tool' in packages && {
      'var/lib/dpkg/status.d/tool.md5sums': {
        body: TOOL_FILES.map((path) => `${'0'.repeat(32)}  ${path}\n`).join(''),
      },
    }),
  }),
};

export const apk: PackageSystem = {
  type: 'apk',
  reported: asNamed,
  owner: 'pkg:apk/alpine/tool@1.0?arch=x86_64&distro=alpine-3.20.1',
  files: (packages) => ({
    'lib/apk/db/installed': {
      body: Object.entries(packages)
        .map(
          ([name, version]) =>
            `P:${name}\nV:${version}\nA:x86_64\nL:MIT\n${name === 'tool' ? 'F:usr/bin\nR:tool\nF:usr/lib\nR:libtool.so.1\n' : ''}\n`,
        )
        .join(''),
    },
  }),
};

export const rpm: PackageSystem = {
  type: 'rpm',
  reported: asNamed,
  owner: 'pkg:rpm/fedora/tool@1.0-1?arch=x86_64&distro=fedora-41',
  files: (packages) => ({
    'usr/lib/sysimage/rpm/rpmdb.sqlite': {
      body: sqlite(
        Object.entries(packages).map(([name, version]) =>
          rpmHeader({
            name,
            version,
            release: '1',
            license: 'MIT',
            vendor: 'Fedora Project',
            ...(name === 'tool' && { files: TOOL_FILES.map((path) => `/${path}`) }),
          }),
        ),
      ),
    },
  }),
};

export const npm: PackageSystem = {
  type: 'npm',
  reported: asNamed,
  files: (packages) =>
    perPackage(packages, (name, version) => [
      `app/node_modules/${name}/package.json`,
      JSON.stringify({ name, version, license: 'MIT' }),
    ]),
};

export const pypi: PackageSystem = {
  type: 'pypi',
  reported: asNamed,
  files: (packages) =>
    perPackage(packages, (name, version) => [
      `usr/lib/python3.12/site-packages/${name}-${version}.dist-info/METADATA`,
      `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`,
    ]),
};

export const maven: PackageSystem = {
  type: 'maven',
  reported: (name) => `org.example:${name}`,
  files: (packages) =>
    perPackage(packages, (name, version) => [
      `app/lib/${name}.jar`,
      zip([
        {
          name: `META-INF/maven/org.example/${name}/pom.properties`,
          body: `groupId=org.example\nartifactId=${name}\nversion=${version}\n`,
        },
      ]),
    ]),
};
