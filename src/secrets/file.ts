import type { Finding } from '../findings/finding.js';
import { distinguish, fingerprint } from '../findings/fingerprint.js';
import { silenced } from '../findings/ignore-comment.js';
import type { Location } from '../findings/location.js';
import { isPackaged } from './paths.js';
import { type Secret, searchText } from './search.js';

/**
 * The secrets in a file of the repository, each on its place; `related` tells why the file matters. `silence` gets those
 * that a comment on their line allows.
 */
export function fileFindings(
  path: string,
  text: string,
  related?: { readonly location: Location; readonly message: string },
  silence: (finding: Finding) => void = () => {},
): Finding[] {
  const { secrets, allowed } = searchText(text, { path, certainOnly: isPackaged(path) });
  const told = ({ detector, start, end, masked }: Secret): Finding => {
    const what = `${detector.what.charAt(0).toUpperCase()}${detector.what.slice(1)}`;
    return {
      rule: detector.id,
      aliases: [],
      check: 'secret',
      severity: detector.severity,
      confidence: detector.confidence,
      tags: ['practice:secrets'],
      message: `${what} (${masked}) stands in this file${related ? ', which is copied into the image' : ''}.`,
      location: { path, ...placeOf(text, start, end) },
      ...(related ? { related: [related] } : {}),
      fingerprint: fingerprint(detector.id, path),
      status: 'new',
    };
  };
  for (const secret of allowed) {
    const { endLine: line } = placeOf(text, secret.start, secret.end);
    silence(silenced(told(secret), { path, line, rule: secret.allowedBy ?? '' }));
  }
  return distinguish(secrets.map(told));
}

function placeOf(text: string, start: number, end: number): Omit<Location, 'path'> {
  const before = text.slice(0, start).split('\n');
  const within = text.slice(start, end).split('\n');
  const startColumn = (before.at(-1)?.length ?? 0) + 1;
  const last = within.at(-1)?.length ?? 0;
  return {
    startLine: before.length,
    startColumn,
    endLine: before.length + within.length - 1,
    endColumn: within.length === 1 ? startColumn + last : last + 1,
  };
}
