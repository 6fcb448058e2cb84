import type { Report } from '../core/report.js';
import type { RuntimeFacts } from '../core/runtime-needs.js';
import { shorten } from './escape.js';

export const RUNTIME_TITLE = 'What the images need at run time';

/** Folders and capabilities that a sentence names. */
const MOST_NAMED = 6;

/**
 * One sentence for each image of which something is known: its user, the folders that it writes to, its capabilities and
 * its ports. It may hold untrusted text.
 */
export function runtimeSentences({ targets }: Pick<Report, 'targets'>): string[] {
  return targets.flatMap(({ name, runtime }) =>
    runtime ? `${shorten(name, 100)} ${clausesOf(runtime).join('; ')}` : [],
  );
}

function clausesOf({
  user,
  rootReason,
  writable,
  writesReason,
  capabilities,
  privilegeReason,
  ports,
}: RuntimeFacts): string[] {
  const because = (reason: string | undefined) =>
    reason === undefined ? '' : ` (${shorten(reason, 120)})`;
  const start = user
    ? `can run as user ${[user.uid, shorten(user.name, 32)].join(' ').trim()}${because(user.evidence)}`
    : `starts as root${because(rootReason)}`;
  const folders = namedList(writable.map(({ path }) => path));
  const writes =
    writesReason === undefined
      ? `writes to ${folders}`
      : `needs a writable root file system${because(writesReason)}`;
  const added = capabilities.map(({ name }) => name);
  return [
    start,
    writes,
    added.length > 0 ? `needs the capabilities ${namedList(added)}` : 'needs no capability',
    ...(privilegeReason === undefined ? [] : [`needs new privileges${because(privilegeReason)}`]),
    ports.length > 0
      ? `listens on ${namedList(ports)}, so a network policy can allow ingress to nothing else`
      : 'exposes no port',
  ];
}

function namedList(names: readonly string[]): string {
  const more = names.length - MOST_NAMED;
  const shown = names.slice(0, MOST_NAMED).map((name) => shorten(name, 60));
  return `${shown.join(', ') || 'nothing'}${more > 0 ? ` and ${more} more` : ''}`;
}
