import { fingerprint } from './fingerprint.js';

/** A service, container, object or job of a manifest, which findings are about, or a variant in which they hold. */
export interface Holder {
  /** Identifies it in one commit: a digest of its file, kind and names. */
  readonly id: string;
  /** A digest of its names, without its file or folder: where that moves, it is found by them. Absent in earlier reports. */
  readonly nameId?: string;
  /** `service`, `container of Deployment`: things of different kinds are never the same. */
  readonly kind: string;
  /** Some of its settings, by which it is found under another name: see sketch. */
  readonly sketch: string;
  /** The images that it runs, without tags: a digest. Absent if it runs none. */
  readonly images?: string;
  /** How much harm a finding can do there. */
  readonly exposure: readonly Exposure[];
  /**
   * Of a rendered kustomization: the ids of those that it includes, which are no variants of their own then. Of a build: the
   * id of the service or job that it is of.
   */
  readonly includes?: readonly string[];
  /** Of a build: it gives a Dockerfile nothing that changes it. */
  readonly isPlain?: true;
}

/** `production`: neither its file nor its names say that it is for tests or examples. `published`: reached from outside. */
export type Exposure = 'production' | 'published';

/** What a finding is about, so that it is found again where names, files and order have changed. */
export interface FindingIdentity {
  /** The holder. */
  readonly holder: string;
  /** What makes it a finding, without the names of the holder: a digest. */
  readonly value: string;
}

/** The value of what reaches all that its holder can have. */
export const ALL_OF_IT = '*';

/** One of those that a problem reaches, such as a container that mounts a volume, or the subject of a binding. */
export interface Reach {
  /** The holder, if it is one, or a digest of what the value is about. */
  readonly holder?: string;
  /** What of it counts: a digest, or ALL_OF_IT. */
  readonly value: string;
  /** For messages: `container "web"`. */
  readonly name: string;
}

/** Whether something is more exposed than it was: what moves there is new there. */
export function isMoreExposed(
  now: readonly Exposure[] | undefined,
  before: readonly Exposure[] | undefined,
): boolean {
  return now?.some((one) => !before?.includes(one)) ?? false;
}

/** Whether one of the names, such as the path of a file, says that something is not used in production. */
export function isForProduction(...names: readonly string[]): boolean {
  return !names.some((name) =>
    name
      .replace(/([a-z0-9])(?=[A-Z])/g, '$1 ')
      .toLowerCase()
      .split(/[^a-z0-9]+/)
      .some((word) => NOT_PRODUCTION.has(word)),
  );
}

const NOT_PRODUCTION: ReadonlySet<string> = new Set(
  (
    'test tests testing e2e ci spec specs fixture fixtures mock mocks sample samples example examples demo demos ' +
    'dev devel develop development devcontainer local staging qa uat preview sandbox playground benchmark benchmarks'
  ).split(' '),
);

/** The names of a holder as Holder has them. */
export function nameIdOf(...names: readonly string[]): string {
  return fingerprint('names', ...names).slice(0, 16);
}
