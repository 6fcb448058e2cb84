import { folderPrefix } from '../../lib/paths.js';
import type { OtherList, PackageDeclaration } from './facts.js';
import { acceptsPythonVersion } from './pip-ranges.js';

/** Lists that a note names. */
const MAX_LISTS = 3;

/** The lists next to a lockfile of npm that name the package: those of workspaces, else that of the project. */
export function declaringLists({ path, workspaces = [''] }: PackageDeclaration): string[] {
  const root = folderPrefix(path);
  return workspaces.map((folder) => `${root}${folder === '' ? '' : `${folder}/`}package.json`);
}

/** How to raise a package that workspaces of npm name: npm would add it to the list of the root. */
export function workspaceNotes(declared: PackageDeclaration, name: string): string[] {
  if (!declared.workspaces) return [];
  const lists = declaringLists(declared);
  const shown = lists.slice(0, MAX_LISTS).join(', ');
  const more = lists.length > MAX_LISTS ? ` and ${lists.length - MAX_LISTS} more` : '';
  return [`Raise ${name} in ${shown}${more}, then run npm install --package-lock-only.`];
}

/** The other lists of Python packages that do not accept a version. */
export function refusingLists(
  { others = [] }: PackageDeclaration,
  version: string | undefined,
): OtherList[] {
  return others.filter(
    ({ accepts }) =>
      version !== undefined && accepts.some((one) => !acceptsPythonVersion(one, version)),
  );
}

/** What a person has to know about an entry of a list of Python packages. */
export function listNotes(declared: PackageDeclaration, version: string | undefined): string[] {
  const { condition, line } = declared;
  const refusing = refusingLists(declared, version).slice(0, MAX_LISTS);
  return [
    ...(condition === undefined
      ? []
      : [`Line ${line} is only for ${condition}: see whether the image is built with it.`]),
    ...refusing.map((one) => {
      const place = `${one.path}${one.line === undefined ? '' : `:${one.line}`}`;
      return `${place} accepts only ${one.accepts.join(' and ')}: change both files, or pip may refuse the build.`;
    }),
  ];
}
