/**
 * The version of Redis, or of a fork: a string of its own, with which another one starts, the build id. That has the
 * version, the name of the host, the time and the commit without separators: `7.2.4buildkit-1706000000000000000`.
 */
export function redisVersion(text: string): string | undefined {
  const versions = new Set<string>();
  for (const [, version = ''] of text.matchAll(/\0(\d{1,2}\.\d{1,2}\.\d{1,3})(?=\0)/g))
    versions.add(version);
  for (const [, id = ''] of text.matchAll(
    /\0(?:valkey)?(\d{1,2}\.\d{1,2}\.\d[\w.-]{9,200})(?=\0)/g,
  )) {
    if (!/\d{10}/.test(id)) continue;
    const lengths = [...id.matchAll(/\d/g)].map(({ index }) => index + 1).reverse();
    const length = lengths.find((end) => versions.has(id.slice(0, end)));
    if (length !== undefined) return id.slice(0, length);
  }
  return undefined;
}

/**
 * The version of Python, a string of its own. Programs with everything linked into them also have those of libraries: SQLite
 * 3.50.4. The name of most files has the minor version, and without it only a single version counts.
 */
export function pythonVersion(text: string, file: string): string | undefined {
  const minor = /python([23]\.\d{1,2})/.exec(file)?.[1];
  const versions = new Set<string>();
  for (const [, version = ''] of text.matchAll(
    // Linkers let it be the end of the path of the installation.
    /[\0/]((?:2\.7|3\.\d{1,2})\.\d{1,2}(?:(?:a|b|rc)\d{1,2})?\+?)(?=\0)/g,
  ))
    if (minor === undefined || version.startsWith(`${minor}.`)) versions.add(version);
  return single(versions);
}

/** The version of Erlang/OTP: a string of its own, whose major version is in the banner `Erlang/OTP 27%s [erts-15.2.7]`. */
export function erlangVersion(text: string): string | undefined {
  const source = /\/src\/otp(?:_src_|-)(\d\d(?:\.\d{1,3}){1,4})\/erts\//.exec(text)?.[1];
  if (source) return source;
  const major = /Erlang\/OTP (\d\d)/.exec(text)?.[1];
  const versions = new Set<string>();
  for (const [, version = ''] of text.matchAll(/\0(\d\d(?:\.\d{1,3}){1,4})(?=\0)/g))
    if (major !== undefined && version.startsWith(`${major}.`)) versions.add(version);
  return single(versions);
}

/** The version of libxml2 and libxslt, written as a number: 20914 is 2.9.14. */
export function xmlVersion(text: string): string | undefined {
  const versions = new Set<string>();
  for (const [, major = '', minor = '', micro = ''] of text.matchAll(
    /\0([12])(\d\d)(\d\d)(?:-GIT[\w.-]{0,60})?(?=\0)/g,
  ))
    versions.add([major, minor, micro].map(Number).join('.'));
  return single(versions);
}

function single(versions: ReadonlySet<string>): string | undefined {
  const [version] = versions;
  return versions.size === 1 ? version : undefined;
}
