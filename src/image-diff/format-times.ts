/** A copy of the file in which the bytes that are times are 0; undefined for a file of another format. */
export type WithoutTimes = (bytes: Uint8Array) => Uint8Array | undefined;

/** Unix archives, of libraries: the time of each member. Source: ar(5). */
export const arWithoutTimes: WithoutTimes = (bytes) => {
  if (!startsWith(bytes, 0, '!<arch>\n')) return undefined;
  const core = Uint8Array.from(bytes);
  let at = 8;
  while (at + 60 <= bytes.length) {
    const size = Buffer.from(bytes.subarray(at + 48, at + 58)).toString('latin1');
    if (!startsWith(bytes, at + 58, '`\n') || !/^\d+ *$/.test(size)) return undefined;
    core.fill(0, at + 16, at + 28);
    at += 60 + Number(size) + (Number(size) % 2);
  }
  return core;
};

/** ZIP, JAR and wheel: the time of each file, also as extra field `UT`. Source: APPNOTE.TXT of PKWARE, 4.3 and 4.5. */
export const zipWithoutTimes: WithoutTimes = (bytes) => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).lastIndexOf(
    'PK\x05\x06',
  );
  if (end < 0 || end + 22 > bytes.length) return undefined;
  const core = Uint8Array.from(bytes);
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    if (at + 46 > end || !startsWith(bytes, at, 'PK\x01\x02')) return undefined;
    const local = view.getUint32(at + 42, true);
    if (local + 30 > end || !startsWith(bytes, local, 'PK\x03\x04')) return undefined;
    core.fill(0, at + 12, at + 16).fill(0, local + 10, local + 14);
    const names = [view.getUint16(at + 28, true), view.getUint16(local + 26, true)] as const;
    const extras = [view.getUint16(at + 30, true), view.getUint16(local + 28, true)] as const;
    clearExtraTimes(core, at + 46 + names[0], extras[0]);
    clearExtraTimes(core, local + 30 + names[1], extras[1]);
    at += 46 + names[0] + extras[0] + view.getUint16(at + 32, true);
  }
  return core;
};

/** The field `UT` has a byte of flags and up to three times. */
function clearExtraTimes(core: Uint8Array, from: number, length: number): void {
  const end = Math.min(from + length, core.length);
  for (let at = from; at + 4 <= end; ) {
    const size = (core[at + 2] ?? 0) | ((core[at + 3] ?? 0) << 8);
    if (startsWith(core, at, 'UT') && size <= 13)
      core.fill(0, at + 5, Math.min(at + 4 + size, end));
    at += 4 + size;
  }
}

/**
 * The index of a Git work tree: the times, the device and the inode of each file, and the digest of all at the end.
 * Source: gitformat-index(5), versions 2 and 3.
 */
export const gitIndexWithoutTimes: WithoutTimes = (bytes) => {
  if (!startsWith(bytes, 0, 'DIRC') || bytes.length < 32) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(4) !== 2 && view.getUint32(4) !== 3) return undefined;
  const core = Uint8Array.from(bytes).fill(0, bytes.length - 20);
  let at = 12;
  for (let left = view.getUint32(8); left > 0; left--) {
    const name = at + ((bytes[at + 60] ?? 0) & 0x40 ? 64 : 62);
    const end = bytes.indexOf(0, name);
    if (end < 0 || end > bytes.length - 20) return undefined;
    core.fill(0, at, at + 24);
    at += Math.floor((end - at) / 8) * 8 + 8;
  }
  return core;
};

/** A cache of fontconfig for 64 bits: the time of the folder. Its third word is its size. Source: fcint.h, _FcCache. */
export const fontCacheWithoutTimes: WithoutTimes = (bytes) => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isCache =
    bytes.length >= 64 &&
    view.getUint32(0, true) === 0xfc02fc04 &&
    view.getBigUint64(8, true) === BigInt(bytes.length);
  return isCache ? Uint8Array.from(bytes).fill(0, 48, 64) : undefined;
};

/**
 * A Java key store (JKS) of certificates alone: the time of each entry, and the digest of all at the end.
 * Source: sun.security.provider.JavaKeyStore.
 */
export const javaCertificatesWithoutTimes: WithoutTimes = (bytes) => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = bytes.length - 20;
  if (end < 12 || view.getUint32(0) !== 0xfeedfeed || view.getUint32(4) !== 2) return undefined;
  const core = Uint8Array.from(bytes).fill(0, end);
  let at = 12;
  for (let left = view.getUint32(8); left > 0; left--) {
    if (at + 6 > end || view.getUint32(at) !== 2) return undefined;
    const date = at + 6 + view.getUint16(at + 4);
    if (date + 10 > end) return undefined;
    const length = date + 10 + view.getUint16(date + 8);
    if (length + 4 > end) return undefined;
    core.fill(0, date, date + 8);
    at = length + 4 + view.getUint32(length);
  }
  return at === end ? core : undefined;
};

function startsWith(bytes: Uint8Array, at: number, magic: string): boolean {
  for (let i = 0; i < magic.length; i++) if (bytes[at + i] !== magic.charCodeAt(i)) return false;
  return true;
}
