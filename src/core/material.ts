import type { Location } from './location.js';

/**
 * What enters a build:
 * - `image`: a base image, or one that files are copied or mounted from.
 * - `frontend`: the image that reads the Dockerfile (`# syntax=…`).
 * - `download`: a file from a web address.
 * - `git`: a Git repository.
 * - `package`: a package that the line names. `packages`: those that a file names, or that come with others.
 * - `package-source`: an index, a mirror or a repository of packages.
 * - `proxy`: a proxy that requests go through.
 * - `key`: a key that packages are verified with.
 * - `cache`, `secret`, `ssh`: a mount of RUN.
 * - `argument`: a value that whoever starts the build gives.
 * - `program`: a program or script that may fetch anything.
 * - `action`: an action of the workflow that builds.
 * - `context`: a folder, or the result of another build, that replaces an image of the Dockerfile.
 */
export const MATERIAL_KINDS = [
  'image',
  'frontend',
  'download',
  'git',
  'package',
  'packages',
  'package-source',
  'proxy',
  'key',
  'cache',
  'secret',
  'ssh',
  'argument',
  'program',
  'action',
  'context',
] as const;
export type MaterialKind = (typeof MATERIAL_KINDS)[number];

/**
 * How firmly the line names its material: by a `digest` of the content, by the `commit`, by a `version` that its publisher
 * could replace, not at all (`none`: the newest, a branch), or `unknown`, because it is a variable without a value.
 */
export type MaterialPin = 'digest' | 'commit' | 'version' | 'none' | 'unknown';

export type MaterialTransport = 'https' | 'http' | 'ssh' | 'git' | 'ftp' | 'local' | 'unknown';

/** What shows a material: a file of the repository, or the provenance of an image. */
export type MaterialSource = 'dockerfile' | 'compose' | 'bake' | 'workflow' | 'provenance';

/** A build that a file of the repository defines. All texts come from the repository; none has credentials. */
export interface BuildDefinition {
  /** The file and the name in it, unique in a repository: `compose.yaml web`, `.github/workflows/ci.yml build`. */
  readonly name: string;
  readonly source: Exclude<MaterialSource, 'dockerfile' | 'provenance'>;
  readonly location: Location;
  /** From the root; absent if it is written in the same file, is not in the repository, or is not known. */
  readonly dockerfile?: string;
  readonly target?: string;
  readonly platforms?: readonly string[];
}

/** Something that enters a build. All texts come from the repository; none has credentials. */
export interface Material {
  readonly kind: MaterialKind;
  /** As people name it: an address, an image reference, `curl`, `requests==2.32.0`. Variables without a value stay. */
  readonly what: string;
  readonly location: Location;
  /** Who installs or fetches it: `FROM`, `curl`, `apt`, `pip`. */
  readonly by: string;
  /** Where it is fetched from; absent if the line does not show it. */
  readonly host?: string;
  readonly transport: MaterialTransport;
  /** Whether it is fetched over HTTPS from whoever answers: the certificate is not verified. Absent if it is. */
  readonly isUnauthenticated?: boolean;
  readonly pin: MaterialPin;
  /** What compares its content with something known: `the digest`, `sha256sum`, `the signature of the index`. */
  readonly verifiedBy?: string;
  /** More may be fetched than the line says: what packages depend on, what a script fetches. */
  readonly isOpen: boolean;
  /** Whether the final image is built on it, or only a stage that others copy from. */
  readonly use: 'final' | 'builder';
  /** Absent for the Dockerfile. */
  readonly source?: MaterialSource;
  /** The names of the builds that it enters; absent if no file of the repository defines one. */
  readonly builds?: readonly string[];
  /** What it was when the image was built, as the provenance of the image claims: `sha256:…`, a commit. */
  readonly resolved?: string;
  /** The stage of the Dockerfile by name, or by number if it has no name; absent before the first FROM. */
  readonly stage?: string;
  /** Compared with the baseline; `worse`: it is pinned, verified or encrypted less. Absent if nothing was compared. */
  readonly change?: 'new' | 'worse' | 'unchanged';
  /** Whether nothing came from its host before; absent unless it is new. */
  readonly isNewHost?: boolean;
  /** How it was before; absent unless it is worse. */
  readonly was?: MaterialState;
}

/** What may get worse of a material. */
export interface MaterialState {
  readonly transport: MaterialTransport;
  readonly isUnauthenticated?: boolean;
  readonly pin: MaterialPin;
  readonly verifiedBy?: string;
}

/** Whether everyone on the way can replace it. */
export function isInterceptable({ transport, isUnauthenticated = false }: Transported): boolean {
  return isUnauthenticated || transport === 'http' || transport === 'ftp' || transport === 'git';
}
type Transported = Pick<MaterialState, 'transport' | 'isUnauthenticated'>;
