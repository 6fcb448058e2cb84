import { crc32, deflateSync, inflateSync } from 'node:zlib';

/**
 * The picture as a PNG with a palette of the 256 most frequent colors; others become the nearest one. A screenshot has few
 * colors, and Chromium writes all of them in full. Reads 8-bit RGB and RGBA without interlacing, as Chromium writes them, and
 * throws for other pictures. Source: the PNG specification, third edition.
 */
export function toIndexedPng(png: Buffer): Buffer {
  const { width, height, channels, rows } = decode(png);
  const colors = new Map<number, number>();
  const colorAt = (row: Buffer, x: number) => row.readUIntBE(x * channels, 3);
  for (const row of rows)
    for (let x = 0; x < width; x++) {
      const color = colorAt(row, x);
      colors.set(color, (colors.get(color) ?? 0) + 1);
    }
  const palette = [...colors]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 256)
    .map(([color]) => color);
  const indexes = new Map([...colors.keys()].map((color) => [color, nearest(palette, color)]));
  const lines = rows.map((row) => {
    const line = Buffer.alloc(width + 1);
    for (let x = 0; x < width; x++) line[x + 1] = indexes.get(colorAt(row, x)) ?? 0;
    return line;
  });
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // 8 bits a pixel, with a palette.
  header.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flatMap((c) => [c >> 16, (c >> 8) & 255, c & 255]))),
    chunk('IDAT', deflateSync(Buffer.concat(lines), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

function nearest(palette: readonly number[], color: number): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const [i, one] of palette.entries()) {
    const distance =
      ((one >> 16) - (color >> 16)) ** 2 +
      (((one >> 8) & 255) - ((color >> 8) & 255)) ** 2 +
      ((one & 255) - (color & 255)) ** 2;
    if (distance >= least) continue;
    best = i;
    least = distance;
  }
  return best;
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}

interface Picture {
  readonly width: number;
  readonly height: number;
  /** Bytes of a pixel. */
  readonly channels: number;
  /** The rows without their filters. */
  readonly rows: readonly Buffer[];
}

function decode(png: Buffer): Picture {
  const parts: Buffer[] = [];
  let header: Buffer = Buffer.alloc(0);
  for (let at = SIGNATURE.length; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const type = png.toString('latin1', at + 4, at + 8);
    const data = png.subarray(at + 8, at + 8 + length);
    if (type === 'IHDR') header = data;
    if (type === 'IDAT') parts.push(data);
    at += length + 12;
  }
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const channels = CHANNELS.get(header[9] ?? 0);
  if (header[8] !== 8 || channels === undefined || header[12] !== 0)
    throw new Error('Not an 8-bit RGB or RGBA picture without interlacing');
  const data = inflateSync(Buffer.concat(parts));
  const stride = width * channels;
  const rows: Buffer[] = [];
  for (let y = 0; y < height; y++) {
    const from = y * (stride + 1);
    const row = Buffer.from(data.subarray(from + 1, from + 1 + stride));
    unfilter(row, rows[y - 1] ?? Buffer.alloc(stride), data[from] ?? 0, channels);
    rows.push(row);
  }
  return { width, height, channels, rows };
}

/** The color types RGB and RGBA. */
const CHANNELS: ReadonlyMap<number, number> = new Map([
  [2, 3],
  [6, 4],
]);

function unfilter(row: Buffer, above: Buffer, filter: number, channels: number): void {
  for (let i = 0; i < row.length; i++) {
    const left = row[i - channels] ?? 0;
    const up = above[i] ?? 0;
    const corner = above[i - channels] ?? 0;
    const predicted = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] ?? 0;
    row[i] = (row[i] ?? 0) + predicted;
  }
}

function paeth(left: number, up: number, corner: number): number {
  const estimate = left + up - corner;
  const a = Math.abs(estimate - left);
  const b = Math.abs(estimate - up);
  const c = Math.abs(estimate - corner);
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}
