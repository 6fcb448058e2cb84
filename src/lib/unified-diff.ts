/**
 * A unified diff (POSIX diff -u) of two versions of a file, `a/path` and `b/path`; empty when they are equal. Lines
 * between the first and the last difference are aligned by their longest common subsequence.
 */
export function unifiedDiff(path: string, before: string, after: string): string {
  if (before === after) return '';
  const lines = align(before.split(/(?<=\n)/), after.split(/(?<=\n)/));
  return `--- a/${path}\n+++ b/${path}\n${hunks(lines).map(renderHunk).join('')}`;
}

interface Line {
  readonly sign: ' ' | '-' | '+';
  readonly text: string;
  /** Line number in each version, from 1. */
  readonly a: number;
  readonly b: number;
}

function align(a: readonly string[], b: readonly string[]): Line[] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (
    end < a.length - start &&
    end < b.length - start &&
    a[a.length - 1 - end] === b[b.length - 1 - end]
  )
    end++;
  const lines: Line[] = [];
  let [i, j] = [0, 0];
  const copy = (n: number) => {
    for (let k = 0; k < n; k++) lines.push({ sign: ' ', text: a[i] ?? '', a: ++i, b: ++j });
  };
  copy(start);
  for (const sign of editScript(a.slice(start, a.length - end), b.slice(start, b.length - end))) {
    if (sign === ' ') copy(1);
    else if (sign === '-') lines.push({ sign, text: a[i] ?? '', a: ++i, b: j + 1 });
    else lines.push({ sign, text: b[j] ?? '', a: i + 1, b: ++j });
  }
  copy(end);
  return lines;
}

/** The size of the table that finds common lines. For larger differences all lines are shown as replaced. */
const MAX_CELLS = 4_000_000;

function editScript(a: readonly string[], b: readonly string[]): Line['sign'][] {
  if (a.length * b.length > MAX_CELLS)
    return [...a.map(() => '-' as const), ...b.map(() => '+' as const)];
  const width = b.length + 1;
  const common = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number) => common[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      common[i * width + j] =
        a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const signs: Line['sign'][] = [];
  for (let i = 0, j = 0; i < a.length || j < b.length; ) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      signs.push(' ');
      i++;
      j++;
    } else if (i < a.length && (j === b.length || at(i + 1, j) >= at(i, j + 1))) {
      signs.push('-');
      i++;
    } else {
      signs.push('+');
      j++;
    }
  }
  return signs;
}

/** Lines around a change. */
const CONTEXT_LINES = 3;

/** Groups of lines: each change with its context. Changes with adjacent contexts share a group. */
function hunks(lines: readonly Line[]): Line[][] {
  const shown = new Set<number>();
  lines.forEach(({ sign }, index) => {
    if (sign === ' ') return;
    for (let near = index - CONTEXT_LINES; near <= index + CONTEXT_LINES; near++) shown.add(near);
  });
  const result: Line[][] = [];
  lines.forEach((line, index) => {
    if (!shown.has(index)) return;
    if (!shown.has(index - 1) || result.length === 0) result.push([]);
    result.at(-1)?.push(line);
  });
  return result;
}

function renderHunk(hunk: readonly Line[]): string {
  const first = hunk[0];
  const oldCount = hunk.filter((line) => line.sign !== '+').length;
  const newCount = hunk.filter((line) => line.sign !== '-').length;
  const start = (line: number | undefined, n: number) => `${n === 0 ? (line ?? 1) - 1 : line},${n}`;
  const body = hunk.map(({ sign, text }) =>
    text.endsWith('\n') ? sign + text : `${sign}${text}\n\\ No newline at end of file\n`,
  );
  return `@@ -${start(first?.a, oldCount)} +${start(first?.b, newCount)} @@\n${body.join('')}`;
}
