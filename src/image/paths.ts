/**
 * A path inside an image: no leading or trailing slash, no `.`, no `..`; what climbs above the root stays at the root,
 * as a runtime that unpacks into a root directory does. The root itself is ''.
 */
export function normalize(path: string): string {
  if (CLEAN.test(path)) return path;
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return parts.join('/');
}

/** Nothing to do: no empty, `.` or `..` component. */
const CLEAN = /^(?!\.{1,2}(?:\/|$))[^/]+(?:\/(?!\.{1,2}(?:\/|$))[^/]+)*$/;
