import type { Finding } from './finding.js';
import { fingerprint } from './fingerprint.js';

/** The id of the holder that a variant is. */
export function variantId(variant: string): string {
  return fingerprint('variant', variant).slice(0, 16);
}

/** The variant of a Dockerfile that no file of the repository defines: `docker build` with the default values. */
export const PLAIN_BUILD = 'a build without arguments';

/** A build of a Dockerfile that a file of the repository defines. */
export interface BuildVariant {
  /** The Dockerfile. */
  readonly path: string;
  /** The file and the name in it, which is the name of the variant: `compose.yaml: service web`. */
  readonly name: string;
  /** It is the same as PLAIN_BUILD: a finding that holds there holds here. */
  readonly isPlain: boolean;
  /** The lines on which an instruction depends on an argument that is not known. */
  readonly openLines: ReadonlySet<number>;
}

/**
 * Where a finding holds: kustomizations, values files, builds, or platforms of an image. Undefined: wherever it was looked
 * for.
 */
export function placesWhereItHolds({ variants, subject }: Finding): readonly string[] | undefined {
  return variants ?? subject?.platforms;
}

/** The finding for some of its variants. */
export function forVariants(finding: Finding, variants: readonly string[]): Finding {
  const { subject } = finding;
  if (finding.variants || !subject?.platforms) return withVariants(finding, variants);
  return { ...finding, subject: { ...subject, platforms: variants } };
}

/** The finding with the variants in which it holds, which its message names if its file is not in the folder of the only one. */
export function withVariants(finding: Finding, variants: readonly string[]): Finding {
  const { variants: before = [], message, ...rest } = finding;
  const end = ending(finding, before);
  // Of a finding that holds in all variants, the message names none.
  const own = message.endsWith(end) ? message.slice(0, message.length - end.length) : message;
  return { ...rest, variants, message: `${own}${ending(finding, variants)}` } as Finding;
}

function ending({ location }: Finding, variants: readonly string[]): string {
  const [first] = variants;
  if (first === undefined) return '';
  const path = location?.path ?? '';
  const isOwn = path.slice(0, Math.max(path.lastIndexOf('/'), 0)) === (first === '.' ? '' : first);
  if (isOwn && variants.length === 1) return '';
  const [, second, ...others] = variants;
  if (second === undefined) return `, in ${first}`;
  return others.length === 0
    ? `, in ${first} and ${second}`
    : `, in ${first} and ${others.length + 1} more`;
}
