import type { Location } from './location.js';
import type { PackageUse } from './package-use.js';

/** An installed package, as the inventory found it and the report lists it. */
export interface Package {
  /** Package URL: pkg:deb/debian/openssl@3.0.11-1?arch=amd64&distro=debian-12 */
  readonly purl: string;
  /** The package URL's type: deb, apk, rpm, npm, pypi, golang, maven, gem, cargo, composer, nuget, conda, cran … */
  readonly type: string;
  /** The ecosystem's own name: `group:artifact` for Maven, `@scope/name` for npm. */
  readonly name: string;
  readonly version: string;
  readonly arch?: string;
  /** The source package (dpkg, rpm) or origin (apk), where the ecosystem's advisories name it. */
  readonly source?: { readonly name: string; readonly version?: string };
  /** Modularity label of an rpm, `name:stream:version:context`. */
  readonly module?: string;
  /** An SPDX expression that parseLicense reads, or the text that the package gives where it is none. */
  readonly license?: string;
  /** Who distributes it: `Debian GNU/Linux`, `Red Hat, Inc.` */
  readonly supplier?: string;
  /** What only SBOMs list: the JSON report leaves it out, since it would be twice as large. */
  readonly facts?: PackageFacts;
  /** Whether the start command of the image loads it. The JSON report has this as the evidence of vulnerabilities. */
  readonly use?: PackageUse;
  /** Files of the image that show the package, without a leading slash. */
  readonly paths: readonly string[];
  /** `linux/arm64`: the images that have the package, if several platforms were inspected. */
  readonly platforms?: readonly string[];
  /** The name of the target that has the package: a report may have several. */
  readonly image?: string;
  /** The purl of the package of the distribution itself that owns those files: its advisories apply, not the ecosystem's. */
  readonly ownedBy?: string;
  /** The purl of the package of a language that contains a library or program without a package: of a wheel, of npm. */
  readonly partOf?: string;
  /**
   * How the version is known when no package database has it: `version-string`, `jar-manifest`, `sha1:…`, `commit`,
   * `lock-file`, `conaninfo`, `embedded-sbom`, `no-assets`, `unlisted-file`, `sbom-claim`
   */
  readonly evidence?: string;
  /** Nothing in the image shows it but a file that lists packages: an SBOM, a lock file. The first of `paths` is that file. */
  readonly claimed?: true;
  /** The CPE name (2.3) of a program without a package: `cpe:2.3:a:f5:nginx:1.26.3:*:*:*:*:*:*:*` */
  readonly cpe?: string;
  /** The layer that introduced it last. */
  readonly layer?: LayerReference;
  /** The Dockerfile instruction that made this layer. */
  readonly location?: Location;
  /** The instruction that introduced it first, if `location` only copies it (`COPY --from`). */
  readonly related?: Location;
}

/** What an SBOM says about a package, besides what identifies it. */
export interface PackageFacts {
  /** Who maintains or wrote it: `Name <address>`. */
  readonly maintainer?: string;
  /** An http or https address. */
  readonly homepage?: string;
  /** The package URLs of the packages in the same image that it depends on, sorted. Absent when they are not known. */
  readonly dependencies?: readonly string[];
  /** The versions that a Python package accepts of others, whatever the system and the Python version are. */
  readonly ranges?: readonly AcceptedRange[];
  /** Hashes of the file that was downloaded, as its metadata has them: never of a part of it. */
  readonly hashes?: readonly PackageHash[];
}

/** `>=1.25.4,<1.27` of `urllib3`, as the metadata has it. */
export interface AcceptedRange {
  readonly name: string;
  readonly range: string;
}

export interface PackageHash {
  readonly algorithm: 'MD5' | 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512';
  /** Lower-case hexadecimal digits. */
  readonly value: string;
}

export interface LayerReference {
  /** 0 is the lowest layer of the image. */
  readonly index: number;
  /** sha256:… of the uncompressed layer. */
  readonly diffID: string;
}

/** The distribution of a root file system, from os-release. */
export interface Distribution {
  /** os-release ID, lower case: debian, alpine, rhel … */
  readonly id: string;
  /** VERSION_ID as written; absent for rolling releases. */
  readonly version?: string;
  readonly codename?: string;
  readonly name?: string;
  readonly like?: readonly string[];
  /** CPE_NAME, which identifies Red Hat's repositories. */
  readonly cpe?: string;
}
