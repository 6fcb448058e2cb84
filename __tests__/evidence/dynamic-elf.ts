/** What a dynamic program or library names. */
export interface DynamicParts {
  readonly needed?: readonly string[];
  readonly runpath?: string;
  readonly rpath?: string;
  readonly interpreter?: string;
  /** Constants: texts that end with NUL. */
  readonly texts?: readonly string[];
  readonly machine?: number;
  /** Names of symbols. */
  readonly symbols?: readonly string[];
}

/** A 64-bit little-endian ELF file with a dynamic section and constants, for x86-64 by default. */
export function dynamicElf({
  needed = [],
  runpath,
  rpath,
  interpreter,
  texts = [],
  machine = 62,
  symbols = [],
}: DynamicParts): Buffer {
  const strings = ['', ...needed, runpath ?? '', rpath ?? '', ...symbols];
  const positions: number[] = [];
  let length = 0;
  for (const text of strings) {
    positions.push(length);
    length += Buffer.byteLength(text) + 1;
  }
  const stringTable = Buffer.from(strings.map((text) => `${text}\0`).join(''));
  const interp = Buffer.from(interpreter ? `${interpreter}\0` : '');
  const constants = Buffer.from(texts.map((text) => `${text}\0`).join('') || '\0');
  const names = Buffer.from('\0.rodata\0.text\0.shstrtab\0.dynstr\0');
  const start = 64 + 3 * 56;
  const stringsAt = start;
  const interpAt = stringsAt + stringTable.length;
  const constantsAt = interpAt + interp.length;
  const namesAt = constantsAt + constants.length;
  const dynamicAt = namesAt + names.length;
  const tags: [number, number][] = [
    [5, stringsAt],
    ...needed.map((_, i): [number, number] => [1, positions[i + 1] ?? 0]),
    ...(runpath === undefined ? [] : [[29, positions[needed.length + 1] ?? 0] as [number, number]]),
    ...(rpath === undefined ? [] : [[15, positions[needed.length + 2] ?? 0] as [number, number]]),
    [0, 0],
  ];
  const dynamic = Buffer.alloc(tags.length * 16);
  tags.forEach(([tag, value], i) => {
    dynamic.writeBigUInt64LE(BigInt(tag), i * 16);
    dynamic.writeBigUInt64LE(BigInt(value), i * 16 + 8);
  });
  const sectionsAt = dynamicAt + dynamic.length;
  const file = Buffer.alloc(sectionsAt + 5 * 64);
  file.write('\x7fELF\x02\x01\x01', 0, 'latin1');
  file.writeUInt16LE(machine, 18);
  file.writeBigUInt64LE(64n, 32);
  file.writeBigUInt64LE(BigInt(sectionsAt), 40);
  [64, 56, 3, 64, 5, 3].forEach((value, i) => {
    file.writeUInt16LE(value, 52 + i * 2);
  });
  const segment = (i: number, type: number, offset: number, size: number) => {
    const at = 64 + i * 56;
    file.writeUInt32LE(type, at);
    for (const field of [8, 16]) file.writeBigUInt64LE(BigInt(offset), at + field);
    file.writeBigUInt64LE(BigInt(size), at + 32);
  };
  segment(0, 1, 0, sectionsAt);
  segment(1, 2, dynamicAt, dynamic.length);
  if (interpreter) segment(2, 3, interpAt, interp.length);
  const section = (i: number, name: string, offset: number, size: number) => {
    const at = sectionsAt + i * 64;
    file.writeUInt32LE(names.indexOf(`${name}\0`), at);
    file.writeUInt32LE(1, at + 4);
    file.writeBigUInt64LE(BigInt(offset), at + 24);
    file.writeBigUInt64LE(BigInt(size), at + 32);
  };
  section(1, '.rodata', constantsAt, constants.length);
  section(2, '.text', 64, 0);
  section(3, '.shstrtab', namesAt, names.length);
  section(4, '.dynstr', stringsAt, stringTable.length);
  file.set(stringTable, stringsAt);
  file.set(interp, interpAt);
  file.set(constants, constantsAt);
  file.set(names, namesAt);
  file.set(dynamic, dynamicAt);
  return file;
}

const interpreter = '/lib64/ld-linux-x86-64.so.2';
/** Interpreters. */
export const PYTHON_PROGRAM = dynamicElf({ interpreter, symbols: ['Py_BytesMain', 'dlopen'] });
export const NODE_PROGRAM = dynamicElf({
  interpreter,
  symbols: ['napi_module_register', 'dlopen'],
  texts: ['NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2:0'],
});
export const JAVA_PROGRAM = dynamicElf({ interpreter, symbols: ['JLI_Launch'] });
