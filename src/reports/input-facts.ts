import type { BuildInput, InputPin, InputState } from '../core/build-input.js';

/** How firmly each is named, for people. */
const PINS: Readonly<Record<InputPin, string>> = {
  digest: 'by digest',
  commit: 'by commit',
  version: 'by version',
  none: 'not pinned',
  unknown: 'pin not known',
};

/** Where an input comes from, how firmly it is named, what verifies it, and how it was before if it is worse now. */
export function inputFacts(input: BuildInput): string[] {
  const { host, isOpen, by, transport, isNewHost = false, was, resolved } = input;
  const users = usersOf(input);
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
function usersOf({ use, builds = [] }: BuildInput): string[] {
  const names = builds.slice(0, MAX_BUILDS).map((name) => name.slice(0, MAX_NAME));
  const more = builds.length - names.length;
  const all = [...names, ...(more > 0 ? [`${more} more builds`] : [])].join(' and ');
  return [...(use === 'builder' ? ['builder only'] : []), ...(all === '' ? [] : [`in ${all}`])];
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

/** Whether everyone on the way can replace it. */
export function isInterceptable({
  transport,
  isUnauthenticated = false,
}: Pick<InputState, 'transport' | 'isUnauthenticated'>): boolean {
  return isUnauthenticated || transport === 'http' || transport === 'ftp' || transport === 'git';
}
