/**
 * Whether the whole text matches the glob: `*` is any run without `/`, `**` any run, `?` one character that is not `/`.
 * Always anchored: a glob that matches a part matches nothing (notes/trust.md).
 */
export function matchesGlob(glob: string, text: string): boolean {
  return globMatcher(glob)(text);
}

/** The same for many texts. Time grows with the length of the text times that of the glob, never faster. */
export function globMatcher(glob: string): (text: string) => boolean {
  if (!/[*?]/.test(glob)) return (text) => text === glob;
  const prefix = /^[^*?]*/.exec(glob)?.[0] ?? '';
  const states = compile(glob.slice(prefix.length));
  return (text) => text.startsWith(prefix) && run(states, text.slice(prefix.length));
}

/** What one state of the automaton takes: it goes on to the next after `once`, and stays while `stay` holds. */
interface State {
  readonly once?: (character: string) => boolean;
  readonly stay?: (character: string) => boolean;
  /** This many states may be left out. */
  readonly skip: number;
}

const isSlash = (character: string) => character === '/';
const isNoSlash = (character: string) => character !== '/';
const isAny = () => true;

function compile(glob: string): State[] {
  return [...glob.matchAll(/\*\*\/?|[\s\S]/gu)].flatMap(([token]): State[] => {
    if (token === '**') return [{ stay: isAny, skip: 1 }];
    // Any folders or none: what is taken ends in a slash.
    if (token === '**/') return [{ skip: 2 }, { stay: isAny, once: isSlash, skip: 0 }];
    if (token === '*') return [{ stay: isNoSlash, skip: 1 }];
    if (token === '?') return [{ once: isNoSlash, skip: 0 }];
    return [{ once: (character) => character === token, skip: 0 }];
  });
}

/** Goes through the text once with the set of states that are reached. */
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

/** Adds a state and those that are reached from it without a character. */
function enter(states: readonly State[], at: number, reached: Set<number>): void {
  for (let state = at; !reached.has(state); ) {
    reached.add(state);
    const skip = states[state]?.skip ?? 0;
    if (skip === 0) return;
    // The fork of `**/` leads both into the folders and past them.
    if (skip === 2) reached.add(state + 1);
    state += skip;
  }
}
