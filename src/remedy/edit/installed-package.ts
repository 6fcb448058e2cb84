import { type EditResult, refused } from '../../core/edit-result.js';
import type { PlanChange } from '../../core/plan.js';
import type { Install } from '../../dockerfile/commands/package-managers/install.js';
import type { Dockerfile, RunInstruction } from '../../dockerfile/parser/model.js';
import { parseDockerfile } from '../../dockerfile/parser/parse.js';
import type { ShellWord } from '../../dockerfile/shell/model.js';
import { variableNames } from '../../lib/shell-variables.js';
import { editHeldText, heldValue } from './held-text.js';
import { type PackageWord, WORD_SYNTAX, type WordSyntax } from './package-words.js';
import { type EditPlace, editPlace } from './places.js';
import { replaceOne } from './segments.js';

export type InstalledPackageChange = Extract<PlanChange, { kind: 'installed-package' }>;

/**
 * The edits that change the version of a package that RUN installs, in the command or in the ARG or ENV that holds it. A
 * package without a version gets one.
 */
export function editInstalledPackage(text: string, change: InstalledPackageChange): EditResult {
  const syntax = WORD_SYNTAX.get(change.manager);
  if (!syntax) return refused(`Versions of ${change.manager} are not edited`);
  const dockerfile = parseDockerfile(change.path, text);
  const names = new Map<RunInstruction, ReadonlySet<string>>();
  const ownNames = (run: RunInstruction) => {
    const found = names.get(run) ?? namesSetBy(run);
    names.set(run, found);
    return found;
  };
  const places = syntax
    .installs(dockerfile)
    .flatMap((install) => placesOf({ dockerfile, install, change, syntax, ownNames }));
  const { name, from, to, line } = change;
  const wanted = from === undefined ? `${name} without a version` : `${name} ${from}`;
  return editPlace(places, { line, from: wanted, to: `${name} ${to}` });
}

interface Context {
  readonly dockerfile: Dockerfile;
  readonly install: Install;
  readonly change: InstalledPackageChange;
  readonly syntax: WordSyntax;
  readonly ownNames: (run: RunInstruction) => ReadonlySet<string>;
}

function placesOf(context: Context): EditPlace[] {
  const { install, change, syntax } = context;
  return install.packages.flatMap((word) => {
    const read = syntax.read(wordValue(context, word), change.name);
    if (!read) return [];
    const option = read.version === undefined ? syntax.versionOption?.(install) : undefined;
    if (!option) return [placeOf(context, word, read)];
    const { prefix } = option;
    const version = wordValue(context, option.word).slice(prefix.length);
    const withVersion = (to: string) => `${prefix}${to}`;
    return [placeOf(context, option.word, { version, withVersion })];
  });
}

function placeOf(context: Context, word: ShellWord, read: PackageWord): EditPlace {
  const { dockerfile, install, change } = context;
  const { run } = install;
  const { name, from, to } = change;
  const { version, withVersion } = read;
  return {
    line: dockerfile.source.lineOf(word.start),
    startLine: run.startLine,
    endLine: run.endLine,
    says: version === undefined ? `${name} without a version` : `${name} ${version}`,
    state: version === to ? 'to' : version === from ? 'from' : 'other',
    edits: () => {
      const span = writtenSpan(dockerfile, run, word);
      const changed = withVersion?.(to);
      if (!span || changed === undefined)
        return refused(
          `Line ${run.startLine} writes the version of ${name} in a way that needs a person`,
        );
      return editHeldText({
        dockerfile,
        instruction: run,
        ...span,
        from: wordValue(context, word),
        to: changed,
        replace: replaceOne,
        sameUses: 1,
      });
    },
  };
}

/** What the command receives. Variables that the RUN itself sets stay as they are written. */
function wordValue({ dockerfile, install, ownNames }: Context, word: ShellWord): string {
  if (word.literal) return word.value;
  const isSetHere = [...variableNames(word.raw)].some((name) => ownNames(install.run).has(name));
  const span = isSetHere ? undefined : writtenSpan(dockerfile, install.run, word);
  return (span && heldValue(dockerfile, install.run, span)) ?? word.value;
}

/** The variables that the script of a RUN sets. */
function namesSetBy({ script }: RunInstruction): ReadonlySet<string> {
  const found = script.text.matchAll(/\b([A-Za-z_]\w*)=|\b(?:for|read)\s+([A-Za-z_]\w*)\b/g);
  return new Set([...found].map(([, assigned, other]) => assigned ?? other ?? ''));
}

/** Where a word is in the file; undefined if it is not written in one piece. */
function writtenSpan({ source }: Dockerfile, { exec }: RunInstruction, word: ShellWord) {
  const { start, end, raw, value } = word;
  const written = source.text.slice(start, end);
  // No shell expands the words of an exec form.
  if (exec && written === JSON.stringify(value) && !/[\\$]/.test(written))
    return { start: start + 1, end: end - 1 };
  return written === raw ? { start, end } : undefined;
}
