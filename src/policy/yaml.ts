import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type YAMLMap,
} from 'yaml';

/** A value of a policy's document and its line. Aliases are followed; `<<` is a key like any other. */
export type PolicyNode =
  | { readonly kind: 'map'; readonly line: number; readonly entries: readonly Entry[] }
  | { readonly kind: 'list'; readonly line: number; readonly items: readonly PolicyNode[] }
  | { readonly kind: 'scalar'; readonly line: number; readonly value: unknown };

export interface Entry {
  readonly name: string;
  readonly line: number;
  readonly value: PolicyNode;
}

/** What is wrong with a policy, and on which line of it. */
export interface Problem {
  readonly line: number;
  readonly message: string;
}

/** Characters of a policy; who has more exceptions than fit has no policy. */
export const MAX_POLICY_LENGTH = 1024 * 1024;
/** Values that aliases may add to those that are written; a "billion laughs" document ends here. */
const MAX_ALIASED_NODES = 50_000;
const MAX_DEPTH = 20;

/** The document in a YAML text; undefined when it is empty. What is no YAML, or has no bounds, is the problem. */
export function readDocument(text: string): PolicyNode | undefined | Problem {
  if (text.length > MAX_POLICY_LENGTH) return { line: 1, message: 'it is larger than 1 MiB' };
  const lines = new LineCounter();
  const lineAt = (offset: number) => lines.linePos(offset).line;
  try {
    // Repeated keys are looked for in build(): the package's own search takes quadratic time.
    const document = parseDocument(text, { lineCounter: lines, uniqueKeys: false });
    const broken = document.errors[0];
    if (broken && !broken.message.includes('call stack'))
      return { line: lineAt(broken.pos[0]), message: firstLine(broken.message) };
    if (broken) return UNBOUNDED;
    if (document.contents === null) return undefined;
    return new Builder(lineAt, text.length).build(document.contents, 0);
  } catch (error) {
    if (error instanceof Unreadable) return error.problem;
    if (error instanceof RangeError) return UNBOUNDED;
    throw error;
  }
}

/** Whether readDocument found no document. */
export function isProblem(value: PolicyNode | Problem): value is Problem {
  return !('kind' in value);
}

const UNBOUNDED: Problem = { line: 1, message: 'its nesting or aliases grow without bound' };

class Unreadable extends Error {
  constructor(readonly problem: Problem) {
    super(problem.message);
  }
}

class Builder {
  readonly #anchors = new Map<string, Node>();
  #budget: number;

  constructor(
    private readonly lineAt: (offset: number) => number,
    length: number,
  ) {
    // Every written value takes a character, so that only aliases can use the budget up.
    this.#budget = MAX_ALIASED_NODES + length;
  }

  build(given: Node, depth: number): PolicyNode {
    if (depth > MAX_DEPTH || --this.#budget < 0) throw new Unreadable(UNBOUNDED);
    const line = this.#line(given);
    const node = this.#resolve(given);
    if (isMap(node)) return { kind: 'map', line, entries: this.#entries(node, depth) };
    if (isSeq(node)) {
      const items = (node.items as Node[]).map((item) => this.build(item, depth + 1));
      return { kind: 'list', line, items };
    }
    return { kind: 'scalar', line, value: isScalar(node) ? node.value : null };
  }

  #entries(map: YAMLMap, depth: number): Entry[] {
    const seen = new Set<string>();
    return (map.items as Pair<Node, Node | null>[]).map(({ key, value }) => {
      const line = this.#line(key);
      const name = isScalar(key) ? String(key.value) : '';
      if (seen.has(name)) fail(line, `the key "${name}" stands twice in one map`);
      seen.add(name);
      const empty: PolicyNode = { kind: 'scalar', line, value: null };
      return { name, line, value: value ? this.build(value, depth + 1) : empty };
    });
  }

  #resolve(given: Node): Node {
    if (isAlias(given)) {
      const named = this.#anchors.get(given.source);
      return (
        named ?? fail(this.#line(given), `no anchor "${given.source}" stands before its alias`)
      );
    }
    const anchor = 'anchor' in given ? given.anchor : undefined;
    if (typeof anchor === 'string') this.#anchors.set(anchor, given);
    return given;
  }

  #line(node: Node): number {
    return node.range ? this.lineAt(node.range[0]) : 1;
  }
}

function fail(line: number, message: string): never {
  throw new Unreadable({ line, message });
}

function firstLine(message: string): string {
  return message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? message;
}
