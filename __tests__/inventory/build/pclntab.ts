/** The header values of the versions of Go: the magic number and the index of the offset of the names. */
const FORMATS = {
  'go1.16': { magic: 0xfffffffa, nameOffset: 2 },
  'go1.18': { magic: 0xfffffff0, nameOffset: 3 },
  'go1.20': { magic: 0xfffffff1, nameOffset: 3 },
} as const;

export type GoFormat = keyof typeof FORMATS;

export interface PclntabOptions {
  readonly format?: GoFormat;
  readonly bigEndian?: boolean;
  readonly pointer?: 4 | 8;
  /** How many functions the header claims. */
  readonly functions?: number;
}

/** The table of functions of a Go program, with the names only. */
export function pclntab(
  names: readonly string[],
  {
    format = 'go1.20',
    bigEndian = false,
    pointer = 8,
    functions = names.length,
  }: PclntabOptions = {},
): Buffer {
  const { magic, nameOffset } = FORMATS[format];
  const header = Buffer.alloc(8 + 8 * pointer);
  const table = Buffer.from(names.map((name) => `${name}\0`).join(''));
  if (bigEndian) header.writeUInt32BE(magic);
  else header.writeUInt32LE(magic);
  header[6] = 1;
  header[7] = pointer;
  const word = (index: number, value: number): void => {
    const at = 8 + index * pointer + (bigEndian ? pointer - 4 : 0);
    if (bigEndian) header.writeUInt32BE(value, at);
    else header.writeUInt32LE(value, at);
  };
  word(0, functions);
  word(nameOffset, header.length);
  word(nameOffset + 1, header.length + table.length);
  return Buffer.concat([header, table, Buffer.alloc(64)]);
}
