import { formatList, formatSize } from '../format.js';
import { defineHardeningRule } from '../rule.js';

/** Smaller caches of a layer are not reported. */
const MIN_BYTES = 1_000_000;

interface Cache {
  /** The program that fills it. Part of fingerprints. */
  readonly owner: string;
  /** The owner in messages, if it differs. */
  readonly label?: string;
  readonly path: RegExp;
  readonly remediation: string;
}

const CACHES: readonly Cache[] = [
  {
    owner: 'apt',
    path: /^var\/lib\/apt\/lists\//,
    remediation: 'rm -rf /var/lib/apt/lists/* in the same RUN',
  },
  {
    owner: 'apt’s downloads',
    label: 'apt downloads',
    path: /^var\/cache\/apt\//,
    remediation: 'apt-get clean in the same RUN',
  },
  {
    owner: 'apk',
    path: /^(?:var\/cache|etc)\/apk\/cache\/|^var\/cache\/apk\//,
    remediation: 'apk add --no-cache',
  },
  {
    owner: 'dnf',
    path: /^var\/cache\/(?:lib)?dnf5?\//,
    remediation: 'dnf clean all in the same RUN',
  },
  { owner: 'yum', path: /^var\/cache\/yum\//, remediation: 'yum clean all in the same RUN' },
  {
    owner: 'zypper',
    path: /^var\/cache\/zypp\//,
    remediation: 'zypper clean --all in the same RUN',
  },
  {
    owner: 'pip',
    path: /^(?:root|home\/[^/]+)\/\.cache\/pip\//,
    remediation: 'pip install --no-cache-dir',
  },
  {
    owner: 'npm',
    path: /(?:^|\/)\.npm\/_cacache\//,
    remediation: 'npm cache clean --force in the same RUN',
  },
  {
    owner: 'Yarn',
    path: /(?:^|\/)(?:\.yarn\/(?:berry\/)?cache|usr\/local\/share\/\.cache\/yarn)\//,
    remediation: 'yarn cache clean in the same RUN',
  },
  {
    owner: 'Go',
    path: /^(?:root|home\/[^/]+)\/\.cache\/go-build\/|^go\/pkg\/mod\/cache\//,
    remediation: 'go clean -cache -modcache in the same RUN',
  },
  {
    owner: 'Maven',
    path: /^(?:root|home\/[^/]+)\/\.m2\/repository\//,
    remediation: 'build in a separate stage',
  },
  {
    owner: 'Gradle',
    path: /^(?:root|home\/[^/]+)\/\.gradle\/caches\//,
    remediation: 'build in a separate stage',
  },
  {
    owner: 'Cargo',
    path: /^(?:usr\/local|root\/\.|home\/[^/]+\/\.)cargo\/registry\//,
    remediation: 'build in a separate stage',
  },
  {
    owner: 'conda',
    path: /^(?:opt|root)\/(?:mini)?(?:conda|forge)\d?\/pkgs\//,
    remediation: 'conda clean --all --yes in the same RUN',
  },
  {
    owner: 'others',
    label: 'other programs',
    path: /^root\/\.cache\//,
    remediation: 'rm -rf /root/.cache in the same RUN',
  },
];

export default defineHardeningRule({
  id: 'IMG-CACHE',
  name: 'no-package-caches',
  clearedBy: 'removal',
  severity: 'low',
  severityReason: 'Size: the cache has public packages',
  ruleSet: 'all',
  practice: 'minimal-containers',
  title: 'Package manager cache is left in a layer',
  why: 'Every pull downloads the cache, and nothing uses it. Deleting it in a later instruction does not remove it from its layer.',
  remediation:
    'Delete the cache in the instruction that creates it, or keep it outside the image with RUN --mount=type=cache',
  aliases: ['DKL-DI-0004', 'DKL-DI-0005'],
  references: ['https://docs.docker.com/build/cache/optimize/'],
  wrong: 'RUN apt-get update && apt-get install -y nginx',
  right: 'RUN apt-get update && apt-get install -y nginx && rm -rf /var/lib/apt/lists/*',
  check({ baseLayers }, report) {
    const sizesByLayer = new Map<number, Map<Cache, number>>();
    return {
      stored({ type, layer, path, size }) {
        if (type !== 'file' || layer < baseLayers || size === 0) return;
        if (!CACHE_HINT.test(path)) return;
        const cache = CACHES.find((candidate) => candidate.path.test(path));
        if (!cache) return;
        const sizes = sizesByLayer.get(layer) ?? new Map<Cache, number>();
        sizes.set(cache, (sizes.get(cache) ?? 0) + size);
        sizesByLayer.set(layer, sizes);
      },
      end() {
        for (const [layer, sizes] of sizesByLayer) {
          const bytes = [...sizes.values()].reduce((sum, size) => sum + size, 0);
          if (bytes < MIN_BYTES) continue;
          const caches = [...sizes].sort(([, a], [, b]) => b - a).map(([cache]) => cache);
          const owners = formatList(caches.map(({ owner, label }) => label ?? owner));
          report({
            message: `Cache of ${owners} takes ${formatSize(bytes)} of this layer: ${caches[0]?.remediation}`,
            layer,
            about: caches[0]?.owner ?? '',
            details: {
              bytes,
              caches: Object.fromEntries([...sizes].map(([{ owner }, size]) => [owner, size])),
            },
          });
        }
      },
    };
  },
});

/** Matches the paths of all caches. Most files are in no cache, and one expression rejects them quickly. */
const CACHE_HINT = /cache|apt\/lists|\.m2\/|\.gradle\/|cargo\/registry|\/pkgs\//;
