import type { BuildInput, InputPin, InputState } from '../core/build-input.js';
import { isInterceptable } from '../core/build-input.js';
import { pluralize } from '../lib/text.js';

/** How firmly each is named, for people. */
const PINS: Readonly<Record<InputPin, string>> = {
  digest: 'by digest',
  commit: 'by commit',
  version: 'by version',
  none: 'not pinned',
  unknown: 'pin not known',
};

/**
 * Where an input comes from, how firmly it is named, what verifies it, and how it was before if it is worse now. Its builds
 * are named only if they are not the `shared` ones, which the heading names.
 */
export function inputFacts(input: BuildInput, shared: readonly string[] = []): string[] {
  const { host, isOpen, by, transport, isNewHost = false, was, resolved } = input;
  const users = usersOf(input, shared);
  if (transport === 'local') return [by, ...users];
  const from = host === undefined ? '' : ` from ${host}${isNewHost ? ' (a new host)' : ''}`;
  return [
    `${by}${from}`,
    ...stateOf(input),
    ...(was ? [`before: ${differences(was, input).join(' and ')}`] : []),
    ...(isOpen ? ['may fetch more'] : []),
    ...(resolved === undefined ? [] : [`${resolved.slice(0, MAX_NAME)} by the provenance`]),
    ...users,
  ];
}

/** More builds of one input are counted, and longer names are cut. */
const MAX_BUILDS = 2;
const MAX_NAME = 100;

/** What an input is used in. */
function usersOf({ use, builds = [] }: BuildInput, shared: readonly string[]): string[] {
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

/** The builds of most inputs of a file: they are named once. */
export function sharedBuilds(inputs: readonly BuildInput[]): readonly string[] {
  let most: readonly string[] = [];
  for (const { builds = [] } of inputs) if (builds.length > most.length) most = builds;
  return most;
}

function stateOf(state: InputState): string[] {
  const { pin, verifiedBy, transport, isUnauthenticated = false } = state;
  return [
    ...(isUnauthenticated ? ['certificate not verified'] : []),
    ...(isInterceptable(state) && !isUnauthenticated ? [`unencrypted ${transport}`] : []),
    PINS[pin],
    verifiedBy === undefined ? 'not verified' : `verified by ${verifiedBy}`,
  ];
}

/** What was otherwise. */
function differences(was: InputState, now: InputState): string[] {
  const current = new Set(stateOf(now));
  const earlier = stateOf(was).filter((fact) => !current.has(fact));
  return was.transport !== now.transport && !isInterceptable(was) && isInterceptable(now)
    ? [was.transport, ...earlier]
    : earlier;
}
