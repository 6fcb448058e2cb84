/** A cache of the loader with these libraries, under the name libc.so.6. */
export function loaderCache(...paths: readonly string[]): Buffer {
  const header = Buffer.alloc(48);
  header.write('glibc-ld.so.cache1.1', 'latin1');
  header.writeUInt32LE(paths.length, 20);
  const name = 48 + 24 * paths.length;
  let strings = 'libc.so.6\0';
  const entries = paths.map((path) => {
    const entry = Buffer.alloc(24);
    entry.writeUInt32LE(name, 4);
    entry.writeUInt32LE(name + strings.length, 8);
    strings += `${path}\0`;
    return entry;
  });
  return Buffer.concat([header, ...entries, Buffer.from(strings, 'latin1')]);
}
