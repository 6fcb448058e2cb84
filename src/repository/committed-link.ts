import { existsSync, lstatSync, readlinkSync } from 'node:fs';
import { basename, dirname, join, parse, resolve, sep } from 'node:path';
import type { Host } from '../core/host.js';
import { gitIn } from './git.js';

/** As many as Linux follows. */
const MAX_LINKS = 40;

/**
 * The first symbolic link on the way to a file that is part of the repository: its author decides where it leads, and not
 * the person who names the file. In a checkout that Git cannot be asked about, every link is. Undefined if there is none.
 */
export async function committedLink(
  file: string,
  host: Pick<Host, 'find' | 'run'>,
): Promise<string | undefined> {
  for (const link of linksOnTheWay(resolve(file))) {
    const git = await gitIn(dirname(link), host);
    const listed = await git?.([
      ...['--literal-pathspecs', 'ls-files', '-z', '--', basename(link)],
    ]).catch(() => undefined);
    if (listed ? listed.length > 0 : isInCheckout(link)) return link;
  }
  return undefined;
}

/** The links, each without links in its folder. */
function* linksOnTheWay(file: string): Generator<string> {
  let place = parse(file).root;
  const parts = file.slice(place.length).split(sep);
  for (let links = 0; parts.length > 0 && links < MAX_LINKS; ) {
    const next = join(place, parts.shift() ?? '');
    if (lstatSync(next, { throwIfNoEntry: false })?.isSymbolicLink()) {
      yield next;
      links++;
      const target = resolve(place, readlinkSync(next));
      place = parse(target).root;
      parts.unshift(...target.slice(place.length).split(sep));
    } else place = next;
  }
}

function isInCheckout(link: string): boolean {
  for (let folder = dirname(link); ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return true;
    if (dirname(folder) === folder) return false;
  }
}
