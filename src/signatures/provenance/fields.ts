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

/** A git repository, at a ref. */
export interface GitLocation {
  /** `https://github.com/acme/app` */
  readonly repository: string;
  readonly ref?: string;
}

/**
 * Parses `git+https://github.com/acme/app@refs/heads/main`, and BuildKit's `https://github.com/acme/app.git#refs/…`.
 * Sources: SPDX download location, which the SLSA specification uses for git; BuildKit's git context URLs.
 */
export function parseGit(uri: string): GitLocation {
  const url = uri.replace(/^git\+/, '');
  // An @ before the path belongs to a user name.
  const path = url.indexOf('/', url.indexOf('://') + 3);
  const separator = path < 0 ? -1 : url.slice(path).search(/[@#]/);
  const location = separator < 0 ? url : url.slice(0, path + separator);
  const ref = separator < 0 ? '' : url.slice(path + separator + 1);
  return { repository: location.replace(/\.git$/, ''), ref: ref === '' ? undefined : ref };
}
