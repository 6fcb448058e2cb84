import type { BuildInput, InputPin, InputState } from '../../core/build-input.js';
import { isInterceptable } from '../../core/build-input.js';
import { repositoryOf } from '../../core/reference.js';
import { groupBy } from '../../lib/group-by.js';

/**
 * The inputs with what changes in them since the baseline. An input is the same if its kind, host and name are, whatever its
 * version, in the same stage, else in the same file, else in a file of which `isGone` says that it does not exist any more:
 * it was renamed. Each input of the baseline stands for one. What no build of its file used before is new when one does.
 */
export function compareInputs(
  inputs: readonly BuildInput[],
  before: readonly BuildInput[],
  isGone: (path: string) => boolean,
): BuildInput[] {
  const hosts = new Set(before.flatMap(({ host }) => host ?? []));
  const matches = matchInputs(inputs, before, isGone);
  const built = new Set(before.flatMap(({ builds, location }) => (builds ? location.path : [])));
  const isUnused = ({ builds, location }: BuildInput) => !builds && built.has(location.path);
  return inputs.map((input): BuildInput => {
    const old = matches.get(input);
    if (!old || (input.builds && isUnused(old))) {
      const isNewHost = input.host !== undefined && !hosts.has(input.host);
      return { ...input, change: 'new', ...(isNewHost && { isNewHost }) };
    }
    if (!isWorse(input, old)) return { ...input, change: 'unchanged' };
    const { transport, isUnauthenticated = false, pin, verifiedBy } = old;
    const was: InputState = {
      transport,
      pin,
      ...(isUnauthenticated && { isUnauthenticated }),
      ...(verifiedBy !== undefined && { verifiedBy }),
    };
    return { ...input, change: 'worse', was };
  });
}

/** The earlier input of each that had one. */
function matchInputs(
  inputs: readonly BuildInput[],
  before: readonly BuildInput[],
  isGone: (path: string) => boolean,
): ReadonlyMap<BuildInput, BuildInput> {
  const gone = new Set([...new Set(before.map(({ location }) => location.path))].filter(isGone));
  const isRenamed = ({ location }: BuildInput) => gone.has(location.path);
  const matches = new Map<BuildInput, BuildInput>();
  const used = new Set<BuildInput>();
  const match = (olds: readonly BuildInput[], keyOf: (input: BuildInput) => string) => {
    const free = groupBy(
      olds.filter((old) => !used.has(old)),
      keyOf,
    );
    for (const input of inputs) {
      if (matches.has(input)) continue;
      const old = free.get(keyOf(input))?.shift();
      if (!old) continue;
      matches.set(input, old);
      used.add(old);
    }
  };
  const inFile = (input: BuildInput) => `${input.location.path}\n${identity(input)}`;
  // The one that is written alike first: of two versions of a tool, each keeps its own.
  match(before, (input) => `${stageOf(input)}\n${input.what}\n${inFile(input)}`);
  match(before, (input) => `${stageOf(input)}\n${inFile(input)}`);
  match(before, inFile);
  match(before.filter(isRenamed), identity);
  return matches;
}

function stageOf({ stage = '' }: BuildInput): string {
  return stage;
}

/** The kind, the host, and the name without a version. */
function identity({ kind, host = '', what }: BuildInput): string {
  return `${kind}\n${host}\n${withoutVersion(kind, what)}`;
}

function withoutVersion(kind: BuildInput['kind'], what: string): string {
  switch (kind) {
    case 'image':
    case 'frontend':
      return repositoryOf(what);
    case 'action':
      return what.replace(/@.*$/s, '');
    case 'package':
      return what.replace(/(?<=.)(?:[=<>~!@:^].*|\s.*)$/s, '');
    case 'git':
      return withoutScheme(what.replace(/#.*$/s, '').replace(/\.git$/, ''));
    case 'download':
    case 'key':
    case 'package-source':
    case 'proxy':
      return withoutVersions(withoutScheme(what));
    default:
      return what;
  }
}

function withoutScheme(address: string): string {
  return address.replace(/^[a-z+]+:\/\//i, '');
}

/** Versions, commits and variables in the path of an address. GitHub has the version of a file at a fixed place. */
function withoutVersions(address: string): string {
  return address
    .replace(
      /^(github\.com\/[^/]+\/[^/]+\/releases)\/(?:latest\/download|download\/[^/]+)\//,
      '$1/',
    )
    .replace(/^(github\.com\/[^/]+\/[^/]+\/archive)\/.*$/s, '$1')
    .replace(/^(raw\.githubusercontent\.com\/[^/]+\/[^/]+)\/(?:refs\/\w+\/)?[^/]+\//, '$1/')
    .replace(/\$\{?\w+\}?/g, '0')
    .replace(/(?<![0-9a-f])[0-9a-f]{40,64}(?![0-9a-f])/gi, '0')
    .replace(/(?<![\d.])v?\d+(?:\.\d+)+|(?<=[/_@=-])v\d+(?=[/_-])/g, '0')
    .replace(/(?<!\w)v0/g, '0');
}

const PIN_STRENGTH: Readonly<Record<InputPin, number>> = {
  digest: 2,
  commit: 2,
  version: 1,
  unknown: 0,
  none: 0,
};

/** Whether it lost its pin, its checksum or its encryption. */
function isWorse(now: BuildInput, before: BuildInput): boolean {
  return (
    PIN_STRENGTH[now.pin] < PIN_STRENGTH[before.pin] ||
    verification(now) < verification(before) ||
    (isInterceptable(now) && !isInterceptable(before))
  );
}

/** What is compared with something that is downloaded itself protects against damage only. */
function verification({ verifiedBy }: BuildInput): number {
  if (verifiedBy === undefined) return 0;
  return /with (?:a )?downloaded/.test(verifiedBy) ? 1 : 2;
}
