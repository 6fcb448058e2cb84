import type { Package } from '../core/package.js';
import { plainText, pluralize } from '../lib/text.js';

/**
 * Whether a package has only the headers and build scripts of the Linux kernel, or of a part of it. It is built from the
 * kernel's source, which is what advisories name, but has no code of the kernel.
 */
export function isKernelHeaders({ type, name }: Package): boolean {
  return NAMES.get(type)?.test(name) ?? false;
}

/** `linux-libc-dev-arm64-cross`, `linux-aws-5.15-headers-5.15.0-1050`, `kernel-64k-devel-matched`, `linux-lts-dev`. */
const NAMES: ReadonlyMap<string, RegExp> = new Map([
  ['deb', /^linux-(?:libc-dev(?:-.+-cross)?|(?:[a-z0-9.]+-){0,3}headers-.+|kbuild-.+)$/],
  [
    'rpm',
    /^(?:kernel[0-9.]*|linux(?:-(?:glibc|api))?)(?:-[a-z0-9_+]+){0,3}-(?:headers|devel)(?:-matched)?$/,
  ],
  ['apk', /^linux-(?:headers|(?:lts|virt|edge|stable|rpi[0-9]*)-dev)$/],
]);

/** Headers packages that the note names; the others are counted. */
const MOST_NAMED = 3;

/** The sentence that counts the headers packages; none without any. */
export function kernelHeadersNote(headers: readonly Package[]): readonly string[] {
  const names = [...new Set(headers.map(({ name }) => name))];
  if (names.length === 0) return [];
  const more = names.length - MOST_NAMED;
  const shown = names.slice(0, MOST_NAMED).map((name) => plainText(name, 80));
  const list = [...shown, ...(more > 0 ? [`${more} more`] : [])].join(', ');
  const subject = pluralize(names.length, 'package');
  return [
    `${subject} with headers of the Linux kernel only, without its code, ${names.length === 1 ? 'does' : 'do'} not have its vulnerabilities: ${list}`,
  ];
}
