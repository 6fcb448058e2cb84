/** Something harmful in a place, a form or a file that is easily overlooked. */
export interface Spot {
  readonly name: string;
  /** Rules of which one must report it, or what a finding or a row of the coverage says. */
  readonly by: readonly string[] | RegExp;
  readonly files: Files;
  /** The same without the harm: nothing is reported then. */
  readonly fine: Files;
  /** It is named where a change adds it, and only counted elsewhere. */
  readonly onlyAdded?: true;
  /** Such files are about other things, too, and the change brings no container: the row about them is information. */
  readonly hasOtherPurposes?: true;
}

/** Text or bytes by path, a link to another path, or null for no file. */
export type Files = Readonly<
  Record<string, string | Uint8Array | { readonly link: string } | null>
>;

export const TOKEN = 'ghp_aB3dE5fG7hJ9kL1mN2pQ4rS6tU8vW0xY2zA4';
export const PINNED = `debian:13@sha256:${'a'.repeat(64)}`;
/** A variable of a shell, of Compose or of a workflow. */
export const variable = (name: string) => `$\{${name}}`;
export const expression = (text: string) => `$\{{ ${text} }}`;

/** One spot, whose files are made of the harmful text or of the fine one. */
export function planted(
  name: string,
  by: Spot['by'],
  files: (text: string) => Files,
  [harm, fine]: readonly [harm: string, fine: string],
): Spot {
  return { name, by, files: files(harm), fine: files(fine) };
}
