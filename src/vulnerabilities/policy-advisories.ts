import { isAbsolute, relative } from 'node:path';
import type { Options } from '../options/options.js';
import type { Policy } from '../policy/policy.js';
import { insideRepository } from '../repository/inside-repository.js';
import { isRemoteSource } from './remote/open.js';

/** The advisories of the options, else of the policy; their maximum age; and the VEX documents of both. */
export function withPolicyAdvisories(
  root: string,
  policy: Policy,
  options: Pick<Options, 'advisories' | 'vex'>,
): Pick<Options, 'advisories' | 'maximumAgeDays' | 'vex'> {
  const { path, maximumAgeDays, vex = [], vexTexts } = policy.advisories;
  // Relative paths, because reports show them.
  const advisories =
    options.advisories ??
    (path === undefined || isRemoteSource(path)
      ? path
      : shownPath(insideRepository(root, path, 'advisories')));
  const documents = vex.map((file) => {
    const name = relative('', insideRepository(root, file, 'a VEX document'));
    const text = vexTexts?.get(file);
    return text === undefined ? name : { name, text };
  });
  return {
    advisories,
    maximumAgeDays,
    vex: [...options.vex, ...documents],
  };
}

/** A path below the working folder without it. */
function shownPath(path: string): string {
  const below = relative('', path);
  return below === '' || below.startsWith('..') || isAbsolute(below) ? path : below;
}
