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

/** Image name, tag and digest of a reference as written; the tag stands behind the last slash. */
export function splitReference(text: string): {
  readonly name: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
} {
  const at = text.indexOf('@');
  const head = at < 0 ? text : text.slice(0, at);
  const colon = head.indexOf(':', head.lastIndexOf('/') + 1);
  return {
    name: colon < 0 ? head : head.slice(0, colon),
    tag: colon < 0 ? undefined : head.slice(colon + 1),
    digest: at < 0 ? undefined : text.slice(at + 1),
  };
}

const REFERENCE =
  /^([^@]*?)(?::([\w][\w.-]{0,127}))?(?:@([A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}))?$/;
const REGISTRY =
  /^(?:\[[0-9a-fA-F:]+\]|[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*)(?::[0-9]+)?$/;
const PATH_PART = /^[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*$/;
