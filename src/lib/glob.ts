/**
 * Globs over image references, paths, rule ids, package URLs and signer identities: the only dialect of policies.
 *
 * - `*` matches any characters except `/`
 * - `**` matches any characters
 * - `**` followed by `/` matches any number of path segments, none included
 * - `?` matches one character except `/`
 *
 * All other characters match themselves. A glob must match the complete text: in a list of allowed signers, a glob that
 * matches a part would allow `https://evil.example/https://github.com/acme`.
 */
export function matchesGlob(glob: string, text: string): boolean {
  return globMatcher(glob)(text);
}

/** The matcher for many texts. Its time is linear in the length of the text times that of the glob. */
export function globMatcher(glob: string): (text: string) => boolean {
  if (!/[*?]/.test(glob)) return (text) => text === glob;
  const prefix = /^[^*?]*/.exec(glob)?.[0] ?? '';
  const states = compile(glob.slice(prefix.length));
  return (text) => text.startsWith(prefix) && run(states, text.slice(prefix.length));
}

/** A state of the automaton: it advances after a character of `once`, and stays at a character of `stay`. */
interface State {
  readonly once?: (character: string) => boolean;
  readonly stay?: (character: string) => boolean;
  /** The number of states to advance without a character. */
  readonly skip: number;
}

const isSlash = (character: string) => character === '/';
const isNotSlash = (character: string) => character !== '/';
const isAny = () => true;

function compile(glob: string): State[] {
  return [...glob.matchAll(/\*\*\/?|[\s\S]/gu)].flatMap(([token]): State[] => {
    if (token === '**') return [{ stay: isAny, skip: 1 }];
    // Either nothing, or any characters up to a slash.
    if (token === '**/') return [{ skip: 2 }, { stay: isAny, once: isSlash, skip: 0 }];
    if (token === '*') return [{ stay: isNotSlash, skip: 1 }];
    if (token === '?') return [{ once: isNotSlash, skip: 0 }];
    return [{ once: (character) => character === token, skip: 0 }];
  });
}

/** Reads the text once and keeps the set of reached states. */
function run(states: readonly State[], text: string): boolean {
  let reached = new Set<number>();
  enter(states, 0, reached);
  for (const character of text) {
    const next = new Set<number>();
    for (const at of reached) {
      const state = states[at];
      if (state?.stay?.(character)) enter(states, at, next);
      if (state?.once?.(character)) enter(states, at + 1, next);
    }
    if (next.size === 0) return false;
    reached = next;
  }
  return reached.has(states.length);
}

/** Adds a state and the states that are reached from it without a character. */
function enter(states: readonly State[], at: number, reached: Set<number>): void {
  for (let state = at; !reached.has(state); ) {
    reached.add(state);
    const skip = states[state]?.skip ?? 0;
    if (skip === 0) return;
    // `**/` can either start to match segments or be skipped.
    if (skip === 2) reached.add(state + 1);
    state += skip;
  }
}
