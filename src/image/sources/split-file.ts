import { existsSync } from 'node:fs';

/** A path, and which image in the file or folder: a tag, or `@` and a digest or number. */
export interface FileReference {
  readonly path: string;
  readonly selector?: string;
}

/** Splits FILE, FILE:TAG or FILE@DIGEST. File names may contain `:` and `@`, so the longest existing path is used. */
export function splitFile(reference: string): FileReference {
  for (let end = reference.length; end > 0; end--) {
    const separator = reference[end];
    if (separator !== undefined && separator !== ':' && separator !== '@') continue;
    const path = reference.slice(0, end);
    if (!existsSync(path)) continue;
    if (separator === undefined) return { path };
    return { path, selector: reference.slice(separator === '@' ? end : end + 1) };
  }
  return { path: reference };
}
