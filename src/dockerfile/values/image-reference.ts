import { DockerfileParser } from 'dockerfile-ast';

/** Whether a text is an image reference: `[registry/]path[:tag][@digest]`. Source: distribution/reference. */
export function isImageReference(text: string): boolean {
  if (text.length > 4096 || /^[0-9a-f]{64}$/.test(text)) return false;
  const match = REFERENCE.exec(text);
  if (!match) return false;
  const [, name = ''] = match;
  const slash = name.indexOf('/');
  const first = slash < 0 ? '' : name.slice(0, slash);
  const isRegistry = /[.:A-Z]/.test(first) || first === 'localhost';
  if (isRegistry && !REGISTRY.test(first)) return false;
  const path = isRegistry ? name.slice(slash + 1) : name;
  return path.split('/').every((part) => PATH_PART.test(part)) && path.length <= 255;
}

/** The parts of an image reference, as written. */
export interface ReferenceParts {
  /** Without registry, tag and digest. */
  readonly name: string;
  /** `ghcr.io`, `localhost:5000`; undefined when the reference names no registry, which means Docker Hub. */
  readonly registry: string | undefined;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

/** Splits an image reference, which may contain variables, as dockerfile-ast splits that of FROM. */
export function splitReference(text: string): ReferenceParts {
  const [from] = DockerfileParser.parse(`FROM ${text}`).getFROMs();
  return {
    name: from?.getImageName() ?? text,
    registry: from?.getRegistry() ?? undefined,
    tag: from?.getImageTag() ?? undefined,
    digest: from?.getImageDigest() ?? undefined,
  };
}

const REFERENCE =
  /^([^@]*?)(?::([\w][\w.-]{0,127}))?(?:@([A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}))?$/;
const REGISTRY =
  /^(?:\[[0-9a-fA-F:]+\]|[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*)(?::[0-9]+)?$/;
const PATH_PART = /^[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*$/;
