import type { Change } from './change.js';

/** `File /usr/bin/ls of coreutils (dpkg) was changed after its installation` */
export function changedFile(change: Change): string {
  const { interpreter } = change;
  if (interpreter !== undefined)
    return `Script /${change.path} of ${ownerName(change)} was changed to run ${interpreter}`;
  const what = change.kind === 'link' ? 'Link' : 'File';
  return `${what} /${change.path} of ${ownerName(change)} was changed after its installation`;
}

/** `coreutils (dpkg)` */
export function ownerName({ owner: { name, manager } }: Change): string {
  return `${name} (${manager})`;
}
