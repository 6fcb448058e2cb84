import { crc32, deflateSync, inflateSync } from 'node:zlib';
import { expect, it, test } from '@jest/globals';
import { toIndexedPng } from '../../scripts/indexed-png.js';

type Pixel = readonly [number, number, number];

const WIDTH = 6;

/** One row for each filter of the PNG specification, with values that wrap around. */
const ROWS: readonly (readonly Pixel[])[] = Array.from({ length: 5 }, (_, y) =>
  Array.from({ length: WIDTH }, (_, x): Pixel => [x * 50, (y * 90 + x) % 256, 255 - x * y]),
);

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

/** An RGB picture whose row number `y` has the filter `y`. */
function encode(rows: readonly (readonly Pixel[])[], depth = 8): Buffer {
  const flat = rows.map((row) => row.flat());
  const lines = flat.map((row, filter) => {
    const above = flat[filter - 1] ?? row.map(() => 0);
    return [
      filter,
      ...row.map((value, i) => {
        const [left, up, corner] = [row[i - 3] ?? 0, above[i] ?? 0, above[i - 3] ?? 0];
        const estimate = left + up - corner;
        const closest = [left, up, corner].reduce((a, b) =>
          Math.abs(estimate - b) < Math.abs(estimate - a) ? b : a,
        );
        return value - ([0, left, up, Math.floor((left + up) / 2), closest][filter] ?? 0);
      }),
    ];
  });
  const header = Buffer.alloc(13);
  header.writeUInt32BE(WIDTH, 0);
  header.writeUInt32BE(rows.length, 4);
  header.set([depth, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.from(lines.flat()))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** The pixels of an indexed picture without filters. */
function decodeIndexed(png: Buffer): Pixel[][] {
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const body = png.subarray(at + 4, at + 8 + length);
    expect(png.readUInt32BE(at + 8 + length)).toBe(crc32(body));
    chunks.set(body.toString('latin1', 0, 4), body.subarray(4));
    at += length + 12;
  }
  const palette = chunks.get('PLTE') ?? Buffer.alloc(0);
  const data = inflateSync(chunks.get('IDAT') ?? Buffer.alloc(0));
  return Array.from({ length: data.length / (WIDTH + 1) }, (_, y) =>
    [...data.subarray(y * (WIDTH + 1) + 1, (y + 1) * (WIDTH + 1))].map(
      (index): Pixel => [
        palette[index * 3] ?? -1,
        palette[index * 3 + 1] ?? -1,
        palette[index * 3 + 2] ?? -1,
      ],
    ),
  );
}

it('keeps the pixels of a picture with few colors, whatever its filters are', () => {
  expect(decodeIndexed(toIndexedPng(encode(ROWS)))).toEqual(ROWS);
});

test('frequent colors stay, and a rare one becomes the nearest of the palette', () => {
  const many = Array.from({ length: 100 }, (_, y) =>
    Array.from({ length: WIDTH }, (_, x): Pixel => (x < 3 ? [y, 0, 0] : [y, 0, (x - 2) * 60])),
  );
  const rows = decodeIndexed(toIndexedPng(encode(many)));
  expect(rows.map((row) => row.slice(0, 3))).toEqual(many.map((row) => row.slice(0, 3)));
  // A color with the same blue is nearer than one of another blue.
  expect(rows.map((row) => row.map(([, , blue]) => blue))).toEqual(
    many.map((row) => row.map(([, , blue]) => blue)),
  );
  expect(new Set(rows.flat().map(String)).size).toBe(256);
});

it('refuses other pictures', () => {
  expect(() => toIndexedPng(encode(ROWS, 16))).toThrow('Not an 8-bit RGB');
});
