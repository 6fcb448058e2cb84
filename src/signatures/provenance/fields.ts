import { isObject, type JsonObject, object, objects } from '../../lib/json.js';
import { VerificationError } from '../verification-error.js';

/** The object at the path; empty when there is none. */
export function objectAt(json: JsonObject, ...path: readonly string[]): JsonObject {
  let value: unknown = json;
  for (const name of path) value = isObject(value) ? value[name] : undefined;
  return object(value);
}

/** The member if it is a string and not empty. */
export function stringAt(json: JsonObject, name: string): string | undefined {
  const value = json[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The same; throws VerificationError (mismatch) when it is missing. */
export function requiredString(json: JsonObject, name: string): string {
  const value = stringAt(json, name);
  if (value === undefined) throw new VerificationError('mismatch', `its provenance has no ${name}`);
  return value;
}

/** The objects of the array; empty when there is none. */
export function objectsAt(json: JsonObject, name: string): readonly JsonObject[] {
  return objects(json[name]);
}

/** The scalar members as strings: workflow inputs can also be booleans and numbers. */
export function scalarStrings(json: JsonObject): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(json).flatMap(([name, value]) =>
      ['string', 'number', 'boolean'].includes(typeof value) ? [[name, String(value)]] : [],
    ),
  );
}

/** A git repository, at a ref or commit. */
export interface GitLocation {
  /** `https://github.com/acme/app` */
  readonly repository: string;
  readonly ref?: string;
  readonly commit?: string;
}

/**
 * Parses `git+https://github.com/acme/app@refs/heads/main`, and BuildKit's `https://github.com/acme/app.git#REF:FOLDER` and
 * `https://github.com/acme/app.git?ref=REF&checksum=COMMIT`. The part after # can also be a commit.
 * Sources: SPDX download location, which the SLSA specification uses for git; BuildKit's git context URLs.
 */
export function parseGit(uri: string): GitLocation {
  const url = uri.replace(/^git\+/, '');
  // An @ before the path belongs to a user name.
  const path = url.indexOf('/', url.indexOf('://') + 3);
  const separator = path < 0 ? -1 : url.slice(path).search(/[@#?]/);
  const end = separator < 0 ? url.length : path + separator;
  const repository = url
    .slice(0, end)
    .replace(/\/$/, '')
    .replace(/\.git$/, '');
  const rest = url.slice(end + 1);
  if (url[end] === '?') {
    const query = new URLSearchParams(rest);
    return { repository, ...atRef(query.get('ref') ?? '', query.get('checksum') ?? undefined) };
  }
  // A ref contains no colon: what follows one is a folder.
  return { repository, ...atRef(url[end] === '#' ? (rest.split(':')[0] ?? '') : rest) };
}

function atRef(ref: string, checksum?: string): Pick<GitLocation, 'ref' | 'commit'> {
  const isCommit = COMMIT.test(ref);
  const commit = checksum ?? (isCommit ? ref : undefined);
  return {
    ...(ref === '' || isCommit ? {} : { ref }),
    ...(commit === undefined ? {} : { commit }),
  };
}

const COMMIT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** The URL; `https://` is added if it begins with a host: `github.com/acme/app`. */
export function withScheme(url: string): string {
  return /^[\w-]+(?:\.[\w-]+)+(?::\d+)?\//.test(url) ? `https://${url}` : url;
}
