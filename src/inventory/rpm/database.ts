import { berkeleyValues, isBerkeley } from './berkeley.js';
import { isNdb, ndbBlobs } from './ndb.js';
import { sqliteRows } from './sqlite.js';

const FOLDERS = ['var/lib/rpm', 'usr/lib/sysimage/rpm', 'usr/share/rpm'];

/** Where rpm has its database, by format. */
export const RPM_DATABASES: ReadonlySet<string> = new Set(
  FOLDERS.flatMap((folder) =>
    ['rpmdb.sqlite', 'Packages.db', 'Packages'].map((name) => `${folder}/${name}`),
  ),
);

/** The path of the database whose write-ahead log this is. */
export function rpmDatabaseOf(path: string): string | undefined {
  const database = path.endsWith('-wal') ? path.slice(0, -'-wal'.length) : '';
  return RPM_DATABASES.has(database) ? database : undefined;
}

/** The headers of all packages in a database. Throws CatalogError when it is damaged, after those before the damage. */
export function* rpmHeaderBlobs(
  content: Uint8Array,
  log: Uint8Array | undefined,
): Generator<Uint8Array> {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  if (isNdb(bytes)) {
    yield* ndbBlobs(bytes);
  } else if (isBerkeley(bytes)) {
    // One value is not a package: a counter of four bytes.
    for (const value of berkeleyValues(bytes)) if (value.length > 8) yield value;
  } else {
    for (const row of sqliteRows(bytes, log, 'Packages')) {
      const blob = row[1];
      yield blob instanceof Uint8Array ? blob : new Uint8Array();
    }
  }
}
