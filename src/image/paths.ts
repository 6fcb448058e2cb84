/**
 * Normalizes a path inside an image: no leading or trailing slash, no `.`, no `..`. `..` at the root stays at the root,
 * as when a runtime unpacks into a root directory. The root itself is ''.
 */
export function normalize(path: string): string {
  if (NORMALIZED.test(path)) return path;
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return parts.join('/');
}

/** No empty, `.` or `..` component. */
const NORMALIZED = /^(?!\.{1,2}(?:\/|$))[^/]+(?:\/(?!\.{1,2}(?:\/|$))[^/]+)*$/;
