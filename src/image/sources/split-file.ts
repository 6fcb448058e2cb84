import { existsSync } from 'node:fs';

/** FILE or FILE:TAG or FILE@DIGEST, where a file's name may have such signs of its own: the longest name that exists. */
export function splitFile(reference: string): { path: string; wanted?: string } {
  for (let end = reference.length; end > 0; end--) {
    const sign = reference[end];
    if (sign !== undefined && sign !== ':' && sign !== '@') continue;
    const path = reference.slice(0, end);
    if (!existsSync(path)) continue;
    if (sign === undefined) return { path };
    return { path, wanted: reference.slice(sign === '@' ? end : end + 1) };
  }
  return { path: reference };
}
