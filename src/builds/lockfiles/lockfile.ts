/** A package in a lockfile. */
export interface LockedPackage {
  readonly name: string;
  readonly version: string;
  readonly line: number;
  /** What the packages that need it accept, as far as the lockfile says. */
  readonly ranges?: readonly string[];
  /** Whether the project itself needs it. Absent if the lockfile does not say. */
  readonly isDirect?: boolean;
  /** The folders of the workspaces that name it; absent if there are none. */
  readonly workspaces?: readonly string[];
  /** The file of pnpm is that of several packages. */
  readonly isShared?: boolean;
  /** The file is of Yarn 1. */
  readonly isClassic?: boolean;
}

/** A format of lockfiles. */
export interface LockfileFormat {
  /** The type in package URLs. */
  readonly type: string;
  /** The program that writes the file. */
  readonly manager: string;
  readonly wants: (fileName: string) => boolean;
  /** The packages whose names are wanted. Text that is not valid gives none, or fewer. */
  readonly read: (text: string, wanted: ReadonlySet<string>) => readonly LockedPackage[];
}

/** Packages that are read of one file. */
export const MAX_LOCKED = 50_000;
/** Longer lines are not read. */
const MAX_LINE = 4_000;

/** The lines of a text with their numbers; of a line that is too long only the beginning. */
export function* numberedLines(
  text: string,
): Generator<{ readonly line: string; readonly number: number }> {
  let number = 1;
  for (let at = 0; at < text.length; number++) {
    const end = text.indexOf('\n', at);
    const stop = end < 0 ? text.length : end;
    const line = text.slice(at, Math.min(stop, at + MAX_LINE));
    yield { line: line.endsWith('\r') ? line.slice(0, -1) : line, number };
    at = stop + 1;
  }
}
