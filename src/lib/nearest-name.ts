/** The option that differs least from a name, by at most two edits; undefined when none is that near. */
export function nearestName(name: string, options: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = MAX_EDITS + 1;
  for (const option of options) {
    if (Math.abs(option.length - name.length) >= least || name.length > MAX_NAME) continue;
    const edits = distance(name, option);
    if (edits < least) {
      least = edits;
      best = option;
    }
  }
  // A short name is within two edits of everything.
  return least < name.length ? best : undefined;
}

const MAX_EDITS = 2;
const MAX_NAME = 100;

/** Levenshtein distance: insertions, deletions and replacements. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a.charAt(i - 1) === b.charAt(j - 1) ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
