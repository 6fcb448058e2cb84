import type { Observation } from '../../../core/rule.js';
import { groupBy } from '../../../lib/group-by.js';
import type { RunInstruction } from '../../parser/model.js';
import { hiddenWord } from '../../shell/hidden-words.js';
import type { ShellWord } from '../../shell/model.js';

/** A package that a RUN installs without a version. */
export interface UnpinnedPackage {
  readonly run: RunInstruction;
  readonly word: ShellWord;
  /** A module of dnf, which has a stream instead of a version. */
  readonly module?: boolean;
}

/** What a message calls the packages: Package, Gem … */
type Noun = 'Package' | 'Gem' | 'Go package';

/** Reports the packages of each RUN as one finding at the first of them, as hadolint does. */
export function reportUnpinned(
  unpinned: readonly UnpinnedPackage[],
  report: (observation: Observation) => void,
  noun: Noun = 'Package',
): void {
  for (const packages of groupBy(unpinned, ({ run }) => run).values()) {
    const inOrder = packages.sort((a, b) => a.word.start - b.word.start);
    const [first] = inOrder;
    const parts = inOrder.map(({ word }) => word.range);
    if (first)
      report({
        at: first.word.range,
        parts,
        message: describe(inOrder, noun),
        ...detailsOf(inOrder),
      });
  }
}

/** The names that details have. */
const MAX_NAMES = 50;

/** The names, for the step that pins them; a module has a stream instead of a version. */
function detailsOf(packages: readonly UnpinnedPackage[]): Pick<Observation, 'details'> {
  if (packages.some(({ module }) => module)) return {};
  const known = packages.filter((one) => hiddenName(one) === undefined);
  return { details: { unpinned: namesOf(known).slice(0, MAX_NAMES) } };
}

function namesOf(packages: readonly UnpinnedPackage[]): string[] {
  return [...new Set(packages.map((one) => hiddenName(one) ?? one.word.value))];
}

/** What stands for a word that can be a password. */
function hiddenName({ run, word }: UnpinnedPackage): string | undefined {
  const command = run.script.commands.find(({ args }) =>
    args.some(({ start }) => start === word.start),
  );
  return command && hiddenWord(command, word);
}

/** `Package "curl" is not pinned to a version`, `5 packages are not pinned to a version: curl, git, vim and 2 more`. */
function describe(packages: readonly UnpinnedPackage[], noun: Noun): string {
  const isModule = packages.every(({ module }) => module);
  const one = isModule ? 'Module' : noun;
  const wanted = isModule ? 'a stream' : 'a version';
  const names = namesOf(packages);
  if (names.length === 1) return `${one} "${names[0]}" is not pinned to ${wanted}`;
  const shown = names.slice(0, countShown(names));
  const rest = names.length - shown.length;
  const kind = one === 'Go package' ? 'Go packages' : `${one.toLowerCase()}s`;
  const list = rest > 0 ? `${shown.join(', ')} and ${rest} more` : shown.join(', ');
  return `${names.length} ${kind} are not pinned to ${wanted}: ${list}`;
}

/** The characters of a message that names take up. */
const LONGEST_LIST = 50;

/** How many names fit in a message; at least one. */
function countShown(names: readonly string[]): number {
  let length = 0;
  const at = names.findIndex((name) => {
    length += name.length + 2;
    return length > LONGEST_LIST;
  });
  return at < 0 ? names.length : Math.max(1, at);
}
