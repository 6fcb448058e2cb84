import { isObject } from '../json.js';
import { VerificationError } from '../verification-error.js';

type Json = Readonly<Record<string, unknown>>;

/** The object under a name; empty when there is none. */
export function child(json: Json, ...path: readonly string[]): Json {
  let value: unknown = json;
  for (const name of path) value = isObject(value) ? value[name] : undefined;
  return isObject(value) ? value : {};
}

export function text(json: Json, name: string): string | undefined {
  const value = json[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Throws Refusal (claims) when the text is missing. */
export function required(json: Json, name: string): string {
  const value = text(json, name);
  if (value === undefined) throw new VerificationError('claims', `its provenance has no ${name}`);
  return value;
}

/** The objects of the list under a name; empty when there is none. */
export function objects(json: Json, name: string): readonly Json[] {
  const value = json[name];
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** The leaves of an object as texts, for inputs, which may be true or 1. */
export function leaves(json: Json): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(json).flatMap(([name, value]) =>
      ['string', 'number', 'boolean'].includes(typeof value) ? [[name, String(value)]] : [],
    ),
  );
}

/** A place in a git repository. */
export interface GitPlace {
  /** `https://github.com/acme/app` */
  readonly repository: string;
  readonly ref?: string;
}

/**
 * Reads `git+https://github.com/acme/app@refs/heads/main`, and BuildKit's `https://github.com/acme/app.git#refs/…`.
 * Source: SPDX download location, which the SLSA specification names for git; BuildKit's git context URLs.
 */
export function parseGit(uri: string): GitPlace {
  const bare = uri.replace(/^git\+/, '');
  // An @ before the path belongs to a user's name.
  const path = bare.indexOf('/', bare.indexOf('://') + 3);
  const mark = path < 0 ? -1 : bare.slice(path).search(/[@#]/);
  const place = mark < 0 ? bare : bare.slice(0, path + mark);
  const ref = mark < 0 ? '' : bare.slice(path + mark + 1);
  const repository = place.replace(/\.git$/, '');
  return ref === '' ? { repository } : { repository, ref };
}
