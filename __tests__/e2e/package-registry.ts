import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';

const PACKAGES = [
  ['leaf', '1.0.0', {}],
  ['leaf', '1.0.1', {}],
  ['leaf', '1.1.0', {}],
  ['parent', '1.0.0', { leaf: '^1.0.0' }],
  ['strict', '1.0.0', { leaf: '1.0.0' }],
] as const;

/** A registry of npm with a package, its fixed versions if `hasFix`, and two packages that need it. */
export function packageRegistry(folder: string, hasFix: () => boolean): Server {
  const files = new Map<string, Buffer>();
  for (const [name, version, dependencies] of PACKAGES) {
    const place = join(folder, `${name}-${version}`);
    mkdirSync(join(place, 'package'), { recursive: true });
    const project = JSON.stringify({ name, version, dependencies });
    writeFileSync(join(place, 'package/package.json'), project);
    execFileSync('tar', ['czf', 'a.tgz', 'package'], { cwd: place });
    files.set(`/${name}/-/${name}-${version}.tgz`, readFileSync(join(place, 'a.tgz')));
  }
  return createServer(({ url = '', headers }, response) => {
    const file = files.get(url);
    const own = PACKAGES.filter(
      ([name, version]) => url === `/${name}` && (hasFix() || version === '1.0.0'),
    );
    const versions = own.map(([name, version, dependencies]) => {
      const path = `/${name}/-/${name}-${version}.tgz`;
      const integrity = createHash('sha512').update(files.get(path) ?? '');
      const dist = {
        tarball: `http://${headers.host}${path}`,
        integrity: `sha512-${integrity.digest('base64')}`,
      };
      return [version, { name, version, dependencies, dist }] as const;
    });
    response.statusCode = file || own.length > 0 ? 200 : 404;
    response.setHeader('content-type', file ? 'application/octet-stream' : 'application/json');
    const latest = versions.at(-1)?.[0];
    const time = Object.fromEntries(versions.map(([one]) => [one, '2020-01-01T00:00:00.000Z']));
    const all = { name: url.slice(1), 'dist-tags': { latest }, time };
    response.end(file ?? JSON.stringify({ ...all, versions: Object.fromEntries(versions) }));
  });
}
