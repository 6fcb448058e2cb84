import { decodePercent } from '../lib/text.js';

/** The parts of a package URL that select advisories. */
export interface PackageUrl {
  readonly type: string;
  readonly namespace: string;
  readonly qualifiers: ReadonlyMap<string, string>;
}

const MAX_QUALIFIERS = 64;

/** Undefined for a text that is not a package URL. Source: ECMA-427. */
export function readPurl(purl: string): PackageUrl | undefined {
  const [, type, path, query] = /^pkg:\/*([^/?#]+)\/([^?#]*)(?:\?([^#]*))?/.exec(purl) ?? [];
  if (type === undefined || path === undefined) return undefined;
  const slash = path.indexOf('/');
  return {
    type: type.toLowerCase(),
    namespace: slash < 0 ? '' : decodePercent(path.slice(0, slash)).toLowerCase(),
    qualifiers: new Map((query ?? '').split('&').slice(0, MAX_QUALIFIERS).map(readQualifier)),
  };
}

function readQualifier(pair: string): readonly [key: string, value: string] {
  const equals = pair.indexOf('=');
  return equals < 0
    ? [pair.toLowerCase(), '']
    : [pair.slice(0, equals).toLowerCase(), decodePercent(pair.slice(equals + 1))];
}
