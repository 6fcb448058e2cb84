/** Stands for the highest number that a part of a version can have. */
const HIGHEST = '99999';

/**
 * The version that is compared for the reference of an action. Of a tag such as `v4` or `v4.1`, which moves with each
 * release, that is the newest release that it can name: it is affected only by what no release below it fixes. A branch or
 * a commit is affected only by what no release at all fixes.
 * Source: docs.github.com, "Using tags for release management of actions".
 */
export function versionOfReference(reference: string): string {
  if (/^v?\d+\.\d+\.\d/.test(reference)) return reference;
  const [, major, minor] = /^v?(\d+)(?:\.(\d+))?$/.exec(reference) ?? [];
  return [major ?? HIGHEST, minor ?? HIGHEST, HIGHEST].join('.');
}

/**
 * The names under which advisories can list an action, the repository first: `github/codeql-action/init` is a part of
 * `github/codeql-action`.
 */
export function namesOfAction(name: string): string[] {
  const repository = name.split('/').slice(0, 2).join('/');
  return repository === name ? [name] : [repository, name];
}
