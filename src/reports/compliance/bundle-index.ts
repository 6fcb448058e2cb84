import type { Report } from '../../core/report.js';
import { object, parseJson } from '../../lib/json.js';

/** The index of a bundle: `index.json`. */
export interface BundleIndex {
  readonly schema: typeof BUNDLE_SCHEMA;
  readonly created: string;
  readonly tool: { readonly name: string; readonly version: string };
  readonly subject: Readonly<Record<string, unknown>> & { readonly name: string };
  readonly result: {
    readonly outcome: Report['verdict']['outcome'];
    /** Whether everything was checked, also what the policy allows to leave out. */
    readonly complete: boolean;
    readonly reasons: readonly string[];
    readonly notChecked: readonly string[];
  };
  readonly policy: { readonly name: string; readonly digest?: { readonly sha256: string } };
  readonly files: readonly IndexedFile[];
  /** What a bundle can have and this one has not. */
  readonly absent: readonly { readonly about: string; readonly reason: string }[];
}

export interface IndexedFile {
  readonly path: string;
  readonly about: string;
  readonly mediaType: string;
  readonly size: number;
  readonly digest: { readonly sha256: string };
}

export const BUNDLE_SCHEMA = 'portside-compliance/1';

/** The files that a bundle lists, from the text of its index; undefined if it is none. */
export function filesOfBundle(index: Uint8Array): readonly string[] | undefined {
  let json: unknown;
  try {
    json = parseJson(index, MAX_INDEX_DEPTH);
  } catch {
    return undefined;
  }
  const { schema, files } = object(json);
  if (schema !== BUNDLE_SCHEMA || !Array.isArray(files)) return undefined;
  const paths = files.map((file: unknown) => object(file).path);
  return [...paths.filter((path) => typeof path === 'string'), 'index.json'];
}

const MAX_INDEX_DEPTH = 20;
