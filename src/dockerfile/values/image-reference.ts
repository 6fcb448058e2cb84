import { DockerfileParser } from 'dockerfile-ast';

/**
 * Whether a text can name an image: `[registry/]path[:tag][@digest]`. Source: distribution/reference, normalized names.
 */
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

/** The parts of a reference as written, variables included, as dockerfile-ast reads those of a FROM. */
export function splitReference(text: string): {
  /** Without registry, tag and digest. */
  readonly name: string;
  /** `ghcr.io`, `localhost:5000`; undefined for Docker Hub without its name. */
  readonly registry: string | undefined;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
} {
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
