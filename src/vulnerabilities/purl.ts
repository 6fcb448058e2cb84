import { decodePercent } from '../lib/text.js';
/** The parts of a package URL that the choice of advisories needs. */
export interface PackageUrl {
  readonly type: string;
  readonly namespace: string;
  readonly qualifiers: ReadonlyMap<string, string>;
}

/** Undefined for a text that is no package URL. Source: ECMA-427, package URL. */
export function readPurl(purl: string): PackageUrl | undefined {
  const [, type, path, query] = /^pkg:\/*([^/?#]+)\/([^?#]*)(?:\?([^#]*))?/.exec(purl) ?? [];
  if (type === undefined || path === undefined) return undefined;
  const slash = path.indexOf('/');
  return {
    type: type.toLowerCase(),
    namespace: slash < 0 ? '' : decodePercent(path.slice(0, slash)).toLowerCase(),
    qualifiers: new Map(
      (query ?? '')
        .split('&')
        .slice(0, 64)
        .map((pair) => {
          const equals = pair.indexOf('=');
          return equals < 0
            ? ([pair.toLowerCase(), ''] as const)
            : ([
                pair.slice(0, equals).toLowerCase(),
                decodePercent(pair.slice(equals + 1)),
              ] as const);
        }),
    ),
  };
}
