import type { Severity } from '../core/severity.js';

/** What a label of the label schema must be. */
export type LabelType = 'text' | 'url' | 'semver' | 'hash' | 'rfc3339' | 'spdx' | 'email';

/** The project's lint settings: what `.hadolint.yaml` can say, and the date that ignores expire by. */
export interface LintConfig {
  /** Rules that are off. */
  readonly ignored: ReadonlySet<string>;
  /** Severities that replace a rule's own; naming an opt-in rule here switches it on. */
  readonly severities: ReadonlyMap<string, Severity>;
  /** Registries that images may come from, with `*` wildcards; empty allows all. */
  readonly trustedRegistries: readonly string[];
  readonly labelSchema: ReadonlyMap<string, LabelType>;
  /** Labels outside the schema are findings. */
  readonly strictLabels: boolean;
  /** `# hadolint ignore` and `# portside ignore` have no effect. */
  readonly disableIgnorePragma: boolean;
  /** hadolint's `failure-threshold`; undefined when the file does not say. */
  readonly failureThreshold: Severity | 'none' | undefined;
  /** Today, for `until=` and ends of life. */
  readonly now: Date;
  /**
   * The build context's ignore file (`<Dockerfile>.dockerignore`, else `.dockerignore`): its text, `null` when there is
   * none, undefined when nobody looked or the context is not known (standard input). Undefined keeps rules silent.
   */
  readonly ignoreFile?: string | null;
  /**
   * Platforms (`linux/amd64`) that a registry offers for external images, by reference as the FROM line resolves to.
   * An image that is not in the map was not looked up.
   */
  readonly basePlatforms?: ReadonlyMap<string, readonly string[]>;
  /** The platform built for (`linux/amd64`); undefined when the build does not say. */
  readonly targetPlatform?: string;
}

/** No settings: every rule at its own severity. */
export function defaultConfig(now = new Date()): LintConfig {
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
