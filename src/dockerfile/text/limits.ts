/**
 * How much of one Dockerfile is checked. Real files are far below; beyond, an untrusted file could take minutes and
 * gigabytes. The limits are counts, so that the same file always gives the same result. docs/limits.md lists them.
 */
export const LIMITS = {
  /** Characters of the file. */
  characters: 1024 * 1024,
  instructions: 5_000,
  stages: 1_000,
  /** Heredocs in the file. */
  heredocs: 1_000,
  /** Characters that the variables of one value expand to. */
  expandedValue: 64 * 1024,
  /** Levels of `${a:-${b:-…}}`. */
  expansionDepth: 64,
  /** Characters that all variables of the file expand to, and steps of the patterns in `${name#pattern}`. */
  expansion: 4 * 1024 * 1024,
  /** Characters of one shell script. */
  script: 128 * 1024,
  /** Commands of all shell scripts. */
  commands: 20_000,
  /** Levels of nested blocks and substitutions in one shell script; the shell parser's own limit. */
  scriptDepth: 256,
  /** Levels of `sudo env …`, and of `sh -c 'sh -c …'`. */
  wrappers: 8,
  /** Characters and commands of one script that ShellCheck checks. */
  shellCheckScript: 32 * 1024,
  shellCheckCommands: 2_000,
  /** `&&`, `||` and `|` in one script: the memory of ShellCheck grows with their square. */
  shellCheckOperators: 300,
  /** Characters and number of the scripts of one file that ShellCheck checks. */
  shellCheckTotal: 64 * 1024,
  shellCheckScripts: 300,
} as const;

export type Limit = keyof typeof LIMITS;

/** The limits that a file reaches while it is read and checked, each with the first line that it applies to. */
export class ReachedLimits {
  /** The work that is left for expansions. */
  readonly expansion = { left: LIMITS.expansion };
  /** The number of commands that are left for scripts. */
  commands: number = LIMITS.commands;
  private readonly lines = new Map<Limit, number>();

  add(limit: Limit, line: number): void {
    this.lines.set(limit, Math.min(line, this.lines.get(limit) ?? line));
  }

  /** What was not checked, as sentences that name the lines; undefined if everything was checked. */
  describe(): string | undefined {
    const sentences = [...this.lines]
      .sort(([, a], [, b]) => a - b)
      .map(([limit, line]) => DESCRIPTIONS[limit](LIMITS[limit].toLocaleString('en-US'), line));
    return sentences.length === 0 ? undefined : sentences.join('. ');
  }
}

type Describe = (count: string, line: number) => string;

const fileEnds =
  (what: string): Describe =>
  (count, line) =>
    `Line ${line} and the lines after it were not checked, because the file has more than ${count} ${what}. Split the file`;

const scriptIsLeftOut =
  (what: string): Describe =>
  (count, line) =>
    `The script in line ${line} was not checked completely, because it has more than ${count} ${what}. Move it to a file`;

const notShellChecked =
  (what: string): Describe =>
  (count, line) =>
    `ShellCheck did not check the script in line ${line}, because ${what.replace('%', count)}. Move it to a file`;

const DESCRIPTIONS: Readonly<Record<Limit, Describe>> = {
  characters: fileEnds('characters'),
  instructions: fileEnds('instructions'),
  stages: fileEnds('stages'),
  heredocs: fileEnds('heredocs'),
  expandedValue: (count, line) =>
    `Variables in line ${line} were not expanded, because their text has more than ${count} characters. Shorten their values`,
  expansionDepth: (count, line) =>
    `Variables in line ${line} were not expanded, because they are nested more than ${count} times. Simplify them`,
  expansion: (count, line) =>
    `Variables in line ${line} and later were not expanded, because expanding all variables takes more than ${count} steps. Shorten their values`,
  script: scriptIsLeftOut('characters'),
  commands: (count, line) =>
    `The scripts in line ${line} and later were not checked completely, because the file has more than ${count} commands. Split the file`,
  scriptDepth: scriptIsLeftOut('nested blocks and substitutions'),
  wrappers: (count, line) =>
    `A command in line ${line} was not checked, because more than ${count} other commands run it. Simplify it`,
  shellCheckScript: notShellChecked('it has more than % characters'),
  shellCheckCommands: notShellChecked('it has more than % commands'),
  shellCheckOperators: notShellChecked('it has more than % operators &&, || and |'),
  shellCheckTotal: notShellChecked('the scripts up to it have more than % characters'),
  shellCheckScripts: notShellChecked('the file has more than % scripts before it'),
};
