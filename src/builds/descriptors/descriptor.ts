/** A package that a descriptor names, with the offsets of its name in the text. */
export interface NamedPackage {
  /** As the inventory names packages of the ecosystem. */
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** A file in which a project lists the packages that it uses. */
export interface DescriptorFormat {
  /** The type in package URLs. */
  readonly type: string;
  readonly wants: (fileName: string) => boolean;
  /** The packages in the order of the text. Text that is not valid gives fewer. Time grows linearly with the text. */
  readonly read: (text: string) => NamedPackage[];
}

/** Packages that are read of one file, and characters of a line; longer lines are not written by hand. */
export const MAX_PACKAGES = 20_000;
const MAX_LINE = 2_000;

/** The lines of a text with their offsets, without those that are too long. */
export function* shortLines(
  text: string,
): Generator<{ readonly line: string; readonly at: number }> {
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf('\n', at);
    const stop = end < 0 ? text.length : end;
    if (stop - at <= MAX_LINE) yield { line: text.slice(at, stop), at };
    at = stop + 1;
  }
}
