import type { ContentKind } from '../core/image-difference.js';

/** How many bytes of a file `fileKind` needs. */
export const HEAD_BYTES = 512;

/** What a file is, by its first bytes, and for text by its permissions. */
export function fileKind(head: Uint8Array, mode: number, path: string): ContentKind {
  const text = Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString('latin1');
  if (isProgram(text)) return /\.so(?:\.[\d.]+)?$/.test(path) ? 'library' : 'program';
  if (/^#!\s*\S/.test(text)) return 'script';
  if (ARCHIVES.some((magic) => text.startsWith(magic)) || text.slice(257, 262) === 'ustar')
    return 'archive';
  if (PRIVATE_KEY.test(text)) return 'key';
  return (mode & 0o111) !== 0 && /^[\t\n\r\x20-\x7e]+$/.test(text) ? 'script' : 'file';
}

/** ELF, PE and Mach-O. */
function isProgram(text: string): boolean {
  return (
    ['\x7fELF', '\xcf\xfa\xed\xfe', '\xfe\xed\xfa\xcf'].some((magic) => text.startsWith(magic)) ||
    (text.startsWith('MZ') && text.length >= 64)
  );
}

/** ZIP and JAR, gzip, bzip2, xz, zstd, 7-Zip. */
const ARCHIVES = ['PK\x03\x04', '\x1f\x8b', 'BZh', '\xfd7zXZ\0', '\x28\xb5\x2f\xfd', '7z\xbc\xaf'];
const PRIVATE_KEY = /^-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/;
