import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it, test } from '@jest/globals';
import { requireReplaceable, writeBundle } from '../../../src/cli/commands/bundle-folder.js';
import { temporaryFolder } from '../../image/build-tar.js';

const folder = temporaryFolder();
afterAll(() => folder.remove());
let count = 0;
const place = () => join(folder.path, `place-${++count}`);
const files = (...paths: string[]) => [
  ...paths.map((path) => ({ path, content: path })),
  {
    path: 'index.json',
    content: JSON.stringify({
      schema: 'portside-compliance/1',
      files: paths.map((path) => ({ path })),
    }),
  },
];
const all = (path: string) => readdirSync(path, { recursive: true }).map(String).sort();

test.each(['', '/deep/er'])(
  'a bundle is written to a folder that does not exist%s',
  async (below) => {
    const path = `${place()}${below}`;
    await writeBundle(path, files('a.json', 'provenance/b.json'));
    expect(all(path)).toEqual(['a.json', 'index.json', 'provenance', 'provenance/b.json']);
  },
);

it('replaces an empty folder, and an earlier bundle as a whole', async () => {
  const path = place();
  mkdirSync(path);
  await writeBundle(path, files('a.json', 'provenance/b.json'));
  await writeBundle(path, files('c.json'));
  expect(all(path)).toEqual(['c.json', 'index.json']);
  expect(readdirSync(folder.path).filter((name) => /partial|earlier/.test(name))).toEqual([]);
});

it('keeps a link to the folder', async () => {
  const [path, link] = [place(), place()];
  mkdirSync(path);
  symlinkSync(path, link);
  await writeBundle(link, files('a.json'));
  expect(all(path)).toEqual(['a.json', 'index.json']);
  expect(all(link)).toEqual(['a.json', 'index.json']);
});

test.each<[string, (path: string) => void, RegExp]>([
  ['with other files', (path) => writeFileSync(join(path, 'x'), ''), /it is not empty/],
  [
    'with an index of something else',
    (path) => writeFileSync(join(path, 'index.json'), '{"files":[]}'),
    /it is not empty/,
  ],
  [
    'with a file next to an earlier bundle',
    (path) => {
      for (const file of files('a.json')) writeFileSync(join(path, file.path), file.content);
      writeFileSync(join(path, 'mine.txt'), '');
    },
    /it has mine\.txt, which is not of an earlier bundle/,
  ],
  [
    'with a folder next to an earlier bundle',
    (path) => {
      for (const file of files()) writeFileSync(join(path, file.path), file.content);
      mkdirSync(join(path, 'provenance'));
      writeFileSync(join(path, 'provenance/mine'), '');
    },
    /it has provenance\/mine/,
  ],
  [
    'with a link in place of a file',
    (path) => {
      for (const file of files('a.json').slice(1))
        writeFileSync(join(path, file.path), file.content);
      symlinkSync('/etc/passwd', join(path, 'a.json'));
    },
    /it has a\.json/,
  ],
])('a folder %s is refused, and stays as it is', async (_, fill, message) => {
  const path = place();
  mkdirSync(path);
  fill(path);
  const before = all(path);
  await expect(writeBundle(path, files('new.json'))).rejects.toMatchObject({
    code: 'PSE1013',
    kind: 'usage',
    message: expect.stringMatching(message),
  });
  expect(all(path)).toEqual(before);
});

it('a file, and a link that leads nowhere, are refused', async () => {
  const [file, link] = [place(), place()];
  writeFileSync(file, 'mine');
  symlinkSync('/nowhere/at/all', link);
  for (const path of [file, link])
    await expect(requireReplaceable(path)).rejects.toMatchObject({ code: 'PSE1013' });
  expect(readFileSync(file, 'utf8')).toBe('mine');
});

it('a failure leaves the earlier bundle, and nothing next to it', async () => {
  const path = place();
  await writeBundle(path, files('a.json'));
  const impossible = [
    { path: 'a', content: '1' },
    { path: 'a', content: '2' },
  ];
  await expect(writeBundle(path, impossible)).rejects.toMatchObject({ code: 'PSE1010' });
  expect(all(path)).toEqual(['a.json', 'index.json']);
  expect(readdirSync(folder.path).filter((name) => /partial|earlier/.test(name))).toEqual([]);
  await expect(writeBundle('/proc/none', files('a'))).rejects.toMatchObject({ code: 'PSE1010' });
  expect(existsSync('/proc/none')).toBe(false);
});
