/** Longer specifications are not read. */
const MAX_LENGTH = 200;

/**
 * Whether a version specifier of a list of Python packages, such as `>=1.21,<1.24`, accepts a released version. True for an
 * empty one; false if it cannot be read, or if the version is no release. Source: PyPA specifications, "Version specifiers".
 */
export function acceptsPythonVersion(specifier: string, version: string): boolean {
  if (specifier.trim() === '') return true;
  const release = numbersOf(version);
  if (!release || specifier.length > MAX_LENGTH) return false;
  return specifier.split(',').every((clause) => isFulfilled(clause.trim(), release) === true);
}

/** Whether a version specifier certainly excludes a version. False also if either cannot be read. */
export function refusesPythonVersion(specifier: string, version: string): boolean {
  const release = numbersOf(version);
  if (!release || specifier.length > MAX_LENGTH) return false;
  return specifier.split(',').some((clause) => isFulfilled(clause.trim(), release) === false);
}

/** Undefined for what cannot be read. */
function isFulfilled(clause: string, release: readonly number[]): boolean | undefined {
  const [, operator, written = ''] =
    /^(===?|~=|!=|<=?|>=?)\s*(\d[\d.]*(?:\.\*)?)$/.exec(clause) ?? [];
  const isPrefix = written.endsWith('.*');
  const wanted = numbersOf(isPrefix ? written.slice(0, -2) : written);
  if (!wanted) return undefined;
  const order = compare(release, wanted);
  const isSame = isPrefix ? compare(release.slice(0, wanted.length), wanted) === 0 : order === 0;
  switch (operator) {
    case '==':
    case '===':
      return isSame;
    case '!=':
      return !isSame;
    case '~=':
      return order >= 0 && compare(release.slice(0, wanted.length - 1), wanted.slice(0, -1)) === 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    default:
      return order >= 0;
  }
}

/** The parts of a release; undefined for what has more than numbers, such as `1.0rc1`. */
function numbersOf(version: string): readonly number[] | undefined {
  return /^\d{1,9}(?:\.\d{1,9}){0,9}$/.test(version) ? version.split('.').map(Number) : undefined;
}

/** A missing part counts as 0. */
function compare(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
