import type { ManifestNode } from '../manifest-yaml.js';
import { siblingPath } from '../paths.js';
import { isSet, textOf, valueAt } from '../yaml-values.js';

export interface Build {
  /** Path of the Dockerfile from the root. */
  readonly dockerfile: string;
  readonly target?: string;
}

/** Where the Dockerfile of a service is. `at` is the value that names it. */
export type BuildSource =
  | LocalBuild
  | { readonly kind: 'remote'; readonly at: ManifestNode }
  | { readonly kind: 'variable'; readonly at: ManifestNode };

export interface LocalBuild {
  readonly kind: 'local';
  readonly at: ManifestNode;
  /** Compose names no Dockerfile. */
  readonly isDefault: boolean;
  readonly dockerfile: string;
  /** Undefined if the target is a variable. */
  readonly build: Build | undefined;
}

/**
 * The source of the build of a service; undefined without one, and if the Dockerfile is written in the Compose file. The
 * path of the Dockerfile is relative to the context and may leave it.
 * Source: Compose Build Specification.
 */
export function buildSource(service: ManifestNode): BuildSource | undefined {
  const build = valueAt(service, 'build');
  if (!isSet(build) || isSet(valueAt(build, 'dockerfile_inline'))) return undefined;
  const context = build.kind === 'map' ? valueAt(build, 'context') : build;
  const [dockerfile, target] = [valueAt(build, 'dockerfile'), valueAt(build, 'target')];
  const at = isSet(dockerfile) ? dockerfile : (context ?? build);
  const unknown = [context, dockerfile].find((part) => part && hasUnknownVariable(part));
  if (unknown) return { kind: 'variable', at: unknown };
  const folder = textOf(context) || '.';
  if (/^[a-z+]+:\/\/|^git@|^github\.com\//.test(folder))
    return { kind: 'remote', at: context ?? at };
  const file = `${folder}/${textOf(dockerfile) || 'Dockerfile'}`;
  const path = siblingPath((context ?? build).range.path, file);
  const isKnown = !target || !hasUnknownVariable(target);
  return {
    kind: 'local',
    at,
    isDefault: !isSet(dockerfile),
    dockerfile: path,
    build: isKnown
      ? { dockerfile: path, ...(isSet(target) && { target: textOf(target) }) }
      : undefined,
  };
}

/** Whether a value has a variable that is not known and has no default. */
export function hasUnknownVariable(node: ManifestNode): boolean {
  return node.hasVariable === true && /\$\{|\$[A-Za-z_]/.test(textOf(node));
}

/** Names that Docker and Podman try if Compose names no Dockerfile. */
export const OTHER_DEFAULTS = ['dockerfile', 'Containerfile'];
