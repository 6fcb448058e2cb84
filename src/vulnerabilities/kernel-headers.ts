import type { Package } from '../core/package.js';
import { plainText, pluralize } from '../lib/text.js';

/**
 * Whether a package has only headers, build scripts or tools of the Linux kernel. It is built from the kernel's source, which
 * is what advisories name, but has no code that runs in the kernel, which nearly all of its vulnerabilities are about. A
 * package of another source is not of the kernel, whatever its name.
 */
export function isKernelHeaders({ type, name, source }: Package): boolean {
  const isNamed = NAMES.get(type)?.test(name) || TOOLS.get(type)?.test(name);
  return isNamed === true && (source === undefined || KERNEL_SOURCE.test(source.name));
}

/** `linux`, `linux-6.1`, `linux-signed-amd64`, `linux-aws-5.15`, `kernel`, `kernel-uek`; Debian's compilers for others. */
const KERNEL_SOURCE = /^(?:(?:linux|kernel)(?:[-0-9].*)?|cross-toolchain-base(?:-.+)?)$/;

/** `linux-libc-dev-arm64-cross`, `linux-aws-5.15-headers-5.15.0-1050`, `kernel-64k-devel-matched`, `linux-lts-dev`. */
const NAMES: ReadonlyMap<string, RegExp> = new Map([
  ['deb', /^linux-(?:libc-dev(?:-.+-cross)?|(?:[a-z0-9.]+-){0,3}headers-.+|kbuild-.+)$/],
  [
    'rpm',
    /^(?:kernel[0-9.]*|linux(?:-(?:glibc|api))?)(?:-[a-z0-9_+]+){0,3}-(?:headers|devel)(?:-matched)?$/,
  ],
  ['apk', /^linux-(?:headers|(?:lts|virt|edge|stable|rpi[0-9]*)-dev)$/],
]);

/** `linux-perf-5.10`, `linux-aws-tools-5.15.0-1050`, `kernel-tools-libs`. */
const TOOLS: ReadonlyMap<string, RegExp> = new Map([
  [
    'deb',
    /^(?:bpftool|usbip|rtla|hyperv-daemons|libcpupower[0-9]*(?:-dev)?|linux-(?:cpupower|perf(?:-.+)?|bpf-dev|(?:[a-z0-9.]+-){0,3}(?:cloud-)?tools-.+))$/,
  ],
  [
    'rpm',
    /^(?:bpftool|perf|python3-perf|rtla|kernel(?:-[a-z0-9]+){0,2}-tools(?:-libs(?:-devel)?)?)$/,
  ],
  ['apk', /^(?:bpftool|perf|cpupower|linux-tools(?:-.+)?)$/],
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
    `${subject} with headers or tools of the Linux kernel only, without its code, ${names.length === 1 ? 'does' : 'do'} not have its vulnerabilities: ${list}`,
  ];
}
