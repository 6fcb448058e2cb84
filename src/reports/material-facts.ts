import type { Material, MaterialPin, MaterialState } from '../core/material.js';
import { isInterceptable } from '../core/material.js';
import { pluralize } from '../lib/text.js';

/** How firmly each is named, for people. */
const PINS: Readonly<Record<MaterialPin, string>> = {
  digest: 'by digest',
  commit: 'by commit',
  version: 'by version',
  none: 'not pinned',
  unknown: 'pin not known',
};

/**
 * Where a material comes from, how firmly it is named, what verifies it, and how it was before if it is worse now. Its builds
 * are named only if they are not the `shared` ones, which the heading names.
 */
export function materialFacts(material: Material, shared: readonly string[] = []): string[] {
  const { host, isOpen, by, transport, isNewHost = false, was, resolved } = material;
  const users = usersOf(material, shared);
  if (transport === 'local') return [by, ...users];
  const from = host === undefined ? '' : ` from ${host}${isNewHost ? ' (a new host)' : ''}`;
  return [
    `${by}${from}`,
    ...stateOf(material),
    ...(was ? [`before: ${differences(was, material).join(' and ')}`] : []),
    ...(isOpen ? ['may fetch more'] : []),
    ...(resolved === undefined ? [] : [`${resolved.slice(0, MAX_NAME)} by the provenance`]),
    ...users,
  ];
}

/** More builds of one material are counted, and longer names are cut. */
const MAX_BUILDS = 2;
const MAX_NAME = 100;

/** What a material is used in. */
function usersOf({ use, builds = [] }: Material, shared: readonly string[]): string[] {
  const isShared = shared.length > 0 && shared.every((name) => builds.includes(name));
  const all = isShared ? '' : namedBuilds(builds);
  const word = shared.length > 0 ? 'only in' : 'in';
  return [
    ...(use === 'builder' ? ['builder only'] : []),
    ...(all === '' ? [] : [`${word} ${all}`]),
  ];
}

/** `compose.yaml api, docker-bake.hcl app and 2 more builds`; empty without any. */
export function namedBuilds(builds: readonly string[]): string {
  const names = builds.slice(0, MAX_BUILDS).map((name) => name.slice(0, MAX_NAME));
  const more = builds.length - names.length;
  if (more <= 0) return names.join(' and ');
  return `${names.join(', ')} and ${pluralize(more, 'more build')}`;
}

/** The builds of most materials of a file: they are named once. */
export function sharedBuilds(materials: readonly Material[]): readonly string[] {
  let most: readonly string[] = [];
  for (const { builds = [] } of materials) if (builds.length > most.length) most = builds;
  return most;
}

function stateOf(state: MaterialState): string[] {
  const { pin, verifiedBy, transport, isUnauthenticated = false } = state;
  return [
    ...(isUnauthenticated ? ['certificate not verified'] : []),
    ...(isInterceptable(state) && !isUnauthenticated ? [`unencrypted ${transport}`] : []),
    PINS[pin],
    verifiedBy === undefined ? 'not verified' : `verified by ${verifiedBy}`,
  ];
}

/** What was otherwise. */
function differences(was: MaterialState, now: MaterialState): string[] {
  const current = new Set(stateOf(now));
  const earlier = stateOf(was).filter((fact) => !current.has(fact));
  return was.transport !== now.transport && !isInterceptable(was) && isInterceptable(now)
    ? [was.transport, ...earlier]
    : earlier;
}
