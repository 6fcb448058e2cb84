export interface ElfSection {
  readonly name: string;
  readonly body: Uint8Array;
  readonly address?: number;
  readonly writable?: boolean;
}

/**
 * An ELF program with a loaded segment for each section. The bodies start after `distance` bytes; with `stripped` there are
 * no section headers.
 */
export function elf(
  sections: readonly ElfSection[],
  { distance = 8192, stripped = false, wide = true } = {},
): Buffer {
  const headerSize = wide ? 64 : 52;
  const programSize = wide ? 56 : 32;
  const sectionSize = wide ? 64 : 40;
  const names = Buffer.from(`\0${sections.map((s) => s.name).join('\0')}\0.shstrtab\0`);
  let at = headerSize + sections.length * programSize + distance;
  const placed = sections.map((section, i) => {
    const offset = at;
    at += section.body.length;
    return { ...section, offset, address: section.address ?? 0x400000 + i * 0x10000 };
  });
  const nameOffset = at;
  const tableOffset = nameOffset + names.length;
  const count = stripped ? 0 : sections.length + 2;
  const file = Buffer.alloc(tableOffset + count * sectionSize);
  file.write('\x7fELF', 0, 'latin1');
  file[4] = wide ? 2 : 1;
  file[5] = 1;
  const word = (value: number, offset: number): void => {
    if (wide) file.writeBigUInt64LE(BigInt(value), offset);
    else file.writeUInt32LE(value, offset);
  };
  word(headerSize, wide ? 32 : 28);
  word(stripped ? 0 : tableOffset, wide ? 40 : 32);
  const shorts = [headerSize, programSize, sections.length, sectionSize, count, count && count - 1];
  shorts.forEach((value, i) => {
    file.writeUInt16LE(value, (wide ? 52 : 40) + i * 2);
  });
  placed.forEach(({ offset, address, body, writable }, i) => {
    const p = headerSize + i * programSize;
    file.writeUInt32LE(1, p);
    file.writeUInt32LE(writable ? 6 : 4, p + (wide ? 4 : 24));
    word(offset, p + (wide ? 8 : 4));
    word(address, p + (wide ? 16 : 8));
    word(body.length, p + (wide ? 32 : 16));
    file.set(body, offset);
  });
  if (stripped) return file;
  file.set(names, nameOffset);
  const entry = (i: number, name: number, offset: number, size: number, rest: ElfSection): void => {
    const s = tableOffset + i * sectionSize;
    file.writeUInt32LE(name, s);
    file.writeUInt32LE(1, s + 4);
    word(rest.writable ? 3 : 2, s + 8);
    word(rest.address ?? 0, s + (wide ? 16 : 12));
    word(offset, s + (wide ? 24 : 16));
    word(size, s + (wide ? 32 : 20));
  };
  placed.forEach((p, i) => {
    entry(i + 1, names.indexOf(`\0${p.name}\0`) + 1, p.offset, p.body.length, p);
  });
  const own = { name: '.shstrtab', body: names };
  entry(count - 1, names.indexOf('\0.shstrtab\0') + 1, nameOffset, names.length, own);
  return file;
}
