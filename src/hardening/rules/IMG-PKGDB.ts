import type { FileSystem, LayerEntry } from '../../image/image.js';
import { defineHardeningRule } from '../rule.js';

/** The package databases of distributions. */
const DATABASES: readonly (readonly [manager: string, file: RegExp])[] = [
  ['dpkg', /^var\/lib\/dpkg\/(?:status|status\.d\/.*(?<!\.md5sums))$/],
  ['apk', /^(?:usr\/)?lib\/apk\/db\/installed$/],
  [
    'rpm',
    /^(?:(?:var\/lib|usr\/lib\/sysimage|usr\/share)\/rpm\/(?:rpmdb\.sqlite|Packages(?:\.db)?)|var\/lib\/rpmmanifest\/container-manifest-2)$/,
  ],
  ['pacman', /^var\/lib\/pacman\/local\/[^/]+\/desc$/],
  ['Portage', /^var\/db\/pkg\/[^/]+\/[^/]+\/CONTENTS$/],
  ['opkg', /^(?:usr|var)\/lib\/opkg\/status$/],
  ['xbps', /^var\/db\/xbps\/pkgdb-[\w.]+\.plist$/],
];

/** Sources: CIS Docker Benchmark 4.4 (images are scanned); dpkg(1), apk(8) and rpm(8) for the paths. */
export default defineHardeningRule({
  id: 'IMG-PKGDB',
  name: 'package-database-kept',
  severity: 'medium',
  severityReason: 'Scanners do not see what is installed, so its vulnerabilities stay',
  practice: 'image-security',
  title: 'A layer removes the package database',
  why: 'The packages stay installed, but scanners no longer find them, so their vulnerabilities are not reported.',
  remediation:
    'Keep the package database; to remove packages, use the package manager or copy the needed files into a new stage',
  wrong: 'RUN apt-get update && apt-get install -y curl\nRUN rm -rf /var/lib/dpkg',
  right: 'RUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*',
  check({ files }, report) {
    const stored = new Map<string, Map<string, LayerEntry>>();
    return {
      stored(entry) {
        if (entry.type !== 'file' || entry.size === 0) return;
        const manager = DATABASES.find(([, file]) => file.test(entry.path))?.[0];
        if (manager === undefined) return;
        const paths = stored.get(manager) ?? new Map<string, LayerEntry>();
        stored.set(manager, paths.set(entry.path, entry));
      },
      end() {
        for (const [manager, paths] of stored) {
          // An older database that a newer one replaces is not removed.
          if ([...paths.keys()].some((path) => isKept(path, files))) continue;
          const removals = [...paths.values()].flatMap((entry) => {
            const layer = removingLayer(entry, files);
            return layer === undefined ? [] : [{ path: entry.path, layer }];
          });
          // Where each package has a file, package managers removed those that lower layers removed.
          const [last] = removals.sort((a, b) => b.layer - a.layer);
          if (last === undefined) continue;
          const { path, layer } = last;
          report({
            message: `Layer removes the package database of ${manager}: /${path}`,
            layer,
            path,
            details: { manager, layer },
          });
        }
      },
    };
  },
});

function isKept(path: string, files: FileSystem): boolean {
  const target = files.resolve(path);
  const entry = target === undefined ? undefined : files.get(target);
  return entry !== undefined && !isGone(entry.type, entry.size);
}

/** The layer that deletes the file, replaces it by something else or empties it. */
function removingLayer({ path, layer: last }: LayerEntry, files: FileSystem): number | undefined {
  return files.history(path).find(({ layer, type, size }) => layer > last && isGone(type, size))
    ?.layer;
}

function isGone(type: LayerEntry['type'], size: number): boolean {
  return type !== 'hardlink' && (type !== 'file' || size === 0);
}
