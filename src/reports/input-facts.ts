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
  const { host, isOpen, use, by, transport, isNewHost = false, was } = input;
  const isBuilder = use === 'builder' ? ['builder only'] : [];
  if (transport === 'local') return [by, ...isBuilder];
  const from = host === undefined ? '' : ` from ${host}${isNewHost ? ' (a new host)' : ''}`;
  return [
    `${by}${from}`,
    ...stateOf(input),
    ...(was ? [`before: ${differences(was, input).join(' and ')}`] : []),
    ...(isOpen ? ['may fetch more'] : []),
    ...isBuilder,
  ];
}

function stateOf(state: InputState): string[] {
  const { pin, verifiedBy, transport } = state;
  return [
    ...(isUnencrypted(state) ? [`unencrypted ${transport}`] : []),
    PINS[pin],
    verifiedBy === undefined ? 'not verified' : `verified by ${verifiedBy}`,
  ];
}

/** What was otherwise. */
function differences(was: InputState, now: InputState): string[] {
  const current = new Set(stateOf(now));
  const earlier = stateOf(was).filter((fact) => !current.has(fact));
  return was.transport !== now.transport && !isUnencrypted(was) && isUnencrypted(now)
    ? [was.transport, ...earlier]
    : earlier;
}

/** Whether everyone on the way can replace it. */
export function isUnencrypted({ transport }: Pick<InputState, 'transport'>): boolean {
  return transport === 'http' || transport === 'ftp' || transport === 'git';
}
