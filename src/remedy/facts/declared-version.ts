import type { PackageDeclaration } from '../plan/facts.js';

/** What a list of dependencies says about the version of the package whose name ends at an offset. */
export function declaredVersion(
  type: string,
  text: string,
  end: number,
): Pick<PackageDeclaration, 'version' | 'ranges'> {
  const after = text.slice(end, end + MAX_ENTRY);
  switch (type) {
    case 'pypi':
      return requirementVersion(after);
    case 'npm': {
      const range = /^"\s*:\s*"([^"]{1,200})"/.exec(after)?.[1];
      return range === undefined ? {} : { version: range, ranges: [range] };
    }
    case 'maven': {
      const [element = ''] = after.split('</dependency>', 1);
      const version = /<version>\s*([^<$\s]{1,100})\s*<\/version>/.exec(element)?.[1];
      return version === undefined ? {} : { version };
    }
    default:
      return {};
  }
}

/** The environments in which pip installs an entry whose name ends at an offset: `python_version < "3.8"`. */
export function requirementMarker(text: string, end: number): string | undefined {
  const after = text.slice(end, end + MAX_MARKER);
  const [, marker = ''] = /^[^;#\n\r]*;([^#\\\n\r]*)/.exec(after) ?? [];
  const written = marker.replace(/\s--.*$/, '').trim();
  return written === '' ? undefined : written;
}

/** A note shows it. */
const MAX_MARKER = 200;

/** Longer entries are not read. One with the hashes of many files has a few thousand characters. */
const MAX_ENTRY = 20_000;

/** `==2.31.0`, or a range such as `>=1.21,<2`. Source: pip.pypa.io, "Requirements File Format". */
function requirementVersion(after: string): Pick<PackageDeclaration, 'version' | 'ranges'> {
  const [, written = ''] = /^(?:\[[^\]\n]*\])?[ \t]*\(?([^;\\#\n\r)]{0,200})/.exec(after) ?? [];
  const specifier = written.replace(/\s--.*$/, '').trim();
  const [, version] = /^===?[ \t]*([^\s,*]{1,100})$/.exec(specifier) ?? [];
  if (version !== undefined) return { version };
  return specifier === '' ? {} : { ranges: [specifier] };
}
