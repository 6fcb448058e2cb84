import type { Severity } from '../core/severity.js';
import type { CredentialContent } from '../secrets/credential-file.js';
import type { ExternalImage } from './external-images.js';

/** The type of a label's value in hadolint's label schema. */
export type LabelType = 'text' | 'url' | 'semver' | 'hash' | 'rfc3339' | 'spdx' | 'email';

/** The configuration of the linter: the settings of `.hadolint.yaml`, and facts about the build. */
export interface LintConfig {
  /** Rules that are off. */
  readonly ignored: ReadonlySet<string>;
  /** Severities that override those of the rules. An opt-in rule with a severity is on. */
  readonly severities: ReadonlyMap<string, Severity>;
  /** Registries that images may come from, with `*` as a wildcard; an empty list allows all. */
  readonly trustedRegistries: readonly string[];
  readonly labelSchema: ReadonlyMap<string, LabelType>;
  /** Report labels that are not in the schema. */
  readonly strictLabels: boolean;
  /** Do not apply `# hadolint ignore` and `# portside ignore`. */
  readonly disableIgnorePragma: boolean;
  /** hadolint's `failure-threshold`; undefined when it is not set. */
  readonly failureThreshold: Severity | 'none' | undefined;
  /** The current date, for `until=` and for end of life. */
  readonly now: Date;
  /**
   * The text of the build context's ignore file: `<Dockerfile>.dockerignore`, or else `.dockerignore`. `null` when there
   * is none. Undefined when the build context is unknown, as for standard input: rules about it then report nothing.
   */
  readonly ignoreFile?: string | null;
  /**
   * What a file or a folder of the build context contains, by its path in COPY; undefined if it is not there or cannot be
   * read. Absent when the build context is unknown.
   */
  readonly contextFile?: (path: string) => CredentialContent | undefined;
  /**
   * The names in a folder of the build context, by its path there; undefined if it is not there or cannot be read. The top of
   * a checkout has `.git`. Absent when the build context is unknown.
   */
  readonly contextFolder?: (path: string) => ReadonlySet<string> | undefined;
  /**
   * The platforms of external images in their registry (`linux/amd64`), by the reference that FROM resolves to. Images
   * that were not looked up are not in the map.
   */
  readonly basePlatforms?: ReadonlyMap<string, readonly string[]>;
  /**
   * The names of the variables that external images set, by the reference that FROM resolves to. An image that is not in the
   * map can set any variable. Undefined if no image was looked up.
   */
  readonly baseVariables?: ReadonlyMap<string, ReadonlySet<string>>;
  /**
   * The digest that a download or an image has now (`sha256:…`), by its address or reference; undefined if it is not known.
   * Absent if nothing may be looked up: rules then have no fix that needs it.
   */
  readonly digestOf?: (name: string) => string | undefined;
  /** The target platforms of the build (`linux/amd64`); absent: they are not known. */
  readonly targetPlatforms?: readonly string[];
  /** The external images that the build pulls, if it replaces some; absent: those that the Dockerfile names. */
  readonly pulledImages?: readonly ExternalImage[];
}

/** What is known of a configuration: the rest has its defaults. */
export type LintFacts = Partial<LintConfig> & Pick<LintConfig, 'now'>;

/** The configuration without a `.hadolint.yaml`. */
export function defaultConfig(now: Date): LintConfig {
  return {
    ignored: new Set(),
    severities: new Map(),
    trustedRegistries: [],
    labelSchema: new Map(),
    strictLabels: false,
    disableIgnorePragma: false,
    failureThreshold: undefined,
    now,
  };
}
