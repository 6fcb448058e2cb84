import type { Edit } from './life.js';

const FIRST = 'Dockerfile';

/** Adds a harm to a Dockerfile, which it may create. */
export const add =
  (name: string, path = FIRST): Edit =>
  (content) => {
    const names = content.harms[path] ?? [];
    const added = names.includes(name) ? names : [...names, name];
    return { ...content, harms: { ...content.harms, [path]: added } };
  };

export const remove =
  (name: string): Edit =>
  (content) => ({
    ...content,
    harms: Object.fromEntries(
      Object.entries(content.harms).map(([path, names]) => [path, names.filter((n) => n !== name)]),
    ),
  });

export const rename =
  (before: string, after: string): Edit =>
  (content) => ({
    ...content,
    harms: Object.fromEntries(
      Object.entries(content.harms).map(([path, names]) => [path === before ? after : path, names]),
    ),
  });

export const drop =
  (path: string): Edit =>
  (content) => ({
    ...content,
    harms: Object.fromEntries(Object.entries(content.harms).filter(([one]) => one !== path)),
  });

export const withPolicy =
  (policy: string | undefined): Edit =>
  (content) => ({ ...content, policy });

export const same: Edit = (content) => content;

export const both =
  (...edits: readonly Edit[]): Edit =>
  (content) =>
    edits.reduce((one, edit) => edit(one), content);
