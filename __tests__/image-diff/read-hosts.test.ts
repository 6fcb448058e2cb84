import { expect, it } from '@jest/globals';
import type { FileSystem, ImageConfig } from '../../src/image/image.js';
import { readHosts } from '../../src/image-diff/read-hosts.js';

/** What is kept of variables with so many hosts each. */
function kept(counts: readonly number[]) {
  const env = counts.map((count, at) => {
    const hosts = Array.from({ length: count }, (_, i) => `https://h${i}.v${at}.example.com/`);
    return `V${at}=${hosts.join(' ')}`;
  });
  const config: ImageConfig = {
    history: [],
    env,
    exposedPorts: [],
    volumes: [],
    labels: new Map(),
  };
  const { places, isCut = false } = readHosts(0).finish({} as FileSystem, config, (text) => text);
  return [places.length, isCut];
}

const times = (length: number, value: number) => new Array<number>(length).fill(value);

it('at most 500 variables and files are kept', () => {
  expect(kept(times(500, 1))).toEqual([500, false]);
  expect(kept(times(501, 1))).toEqual([500, true]);
});

it('at most 5,000 hosts are kept', () => {
  expect(kept(times(250, 20))).toEqual([250, false]);
  expect(kept([...times(250, 20), 1])).toEqual([250, true]);
});
