import { formatList } from '../programs.js';
import { defineRule } from '../rule.js';
import { formatSize } from '../sizes.js';

/** Bytes below which a cache in one layer is not worth a line. */
const WORTH_SAYING = 1_000_000;

/** What fills which folder, and how not to keep it. */
const CACHES: readonly {
  readonly of: string;
  readonly path: RegExp;
  readonly remediation: string;
}[] = [
  {
    of: 'apt',
    path: /^var\/lib\/apt\/lists\//,
    remediation: 'rm -rf /var/lib/apt/lists/* in the same RUN',
  },
  {
    of: 'apt’s downloads',
    path: /^var\/cache\/apt\//,
    remediation: 'apt-get clean in the same RUN',
  },
  {
    of: 'apk',
    path: /^(?:var\/cache|etc)\/apk\/cache\/|^var\/cache\/apk\//,
    remediation: 'apk add --no-cache',
  },
  { of: 'dnf', path: /^var\/cache\/(?:lib)?dnf5?\//, remediation: 'dnf clean all in the same RUN' },
  { of: 'yum', path: /^var\/cache\/yum\//, remediation: 'yum clean all in the same RUN' },
  { of: 'zypper', path: /^var\/cache\/zypp\//, remediation: 'zypper clean --all in the same RUN' },
  {
    of: 'pip',
    path: /^(?:root|home\/[^/]+)\/\.cache\/pip\//,
    remediation: 'pip install --no-cache-dir',
  },
  {
    of: 'npm',
    path: /(?:^|\/)\.npm\/_cacache\//,
    remediation: 'npm cache clean --force in the same RUN',
  },
  {
    of: 'Yarn',
    path: /(?:^|\/)(?:\.yarn\/(?:berry\/)?cache|usr\/local\/share\/\.cache\/yarn)\//,
    remediation: 'yarn cache clean in the same RUN',
  },
  {
    of: 'Go',
    path: /^(?:root|home\/[^/]+)\/\.cache\/go-build\/|^go\/pkg\/mod\/cache\//,
    remediation: 'go clean -cache -modcache in the same RUN',
  },
  {
    of: 'Maven',
    path: /^(?:root|home\/[^/]+)\/\.m2\/repository\//,
    remediation: 'build in a stage of its own',
  },
  {
    of: 'Gradle',
    path: /^(?:root|home\/[^/]+)\/\.gradle\/caches\//,
    remediation: 'build in a stage of its own',
  },
  {
    of: 'Cargo',
    path: /^(?:usr\/local|root\/\.|home\/[^/]+\/\.)cargo\/registry\//,
    remediation: 'build in a stage of its own',
  },
  {
    of: 'conda',
    path: /^(?:opt|root)\/(?:mini)?(?:conda|forge)\d?\/pkgs\//,
    remediation: 'conda clean --all --yes in the same RUN',
  },
  { of: 'others', path: /^root\/\.cache\//, remediation: 'rm -rf /root/.cache in the same RUN' },
];

export default defineRule({
  id: 'IMG-CACHE',
  name: 'no-package-caches',
  severity: 'low',
  practice: 'minimal-containers',
  title: 'A layer keeps the caches of package managers',
  why: 'Each pull carries them and nothing uses them; deleting them in a later instruction does not take them out of their layer.',
  remediation:
    'Clean up in the instruction that fills them, or keep them outside the image with RUN --mount=type=cache.',
  aliases: ['DKL-DI-0004', 'DKL-DI-0005'],
  references: ['https://docs.docker.com/build/cache/optimize/'],
  wrong: 'RUN apt-get update && apt-get install -y nginx',
  right: 'RUN apt-get update && apt-get install -y nginx && rm -rf /var/lib/apt/lists/*',
  check({ baseLayers }, report) {
    const layers = new Map<number, Map<(typeof CACHES)[number], number>>();
    return {
      stored({ type, layer, path, size }) {
        if (type !== 'file' || layer < baseLayers || size === 0) return;
        if (!HINT.test(path)) return;
        const cache = CACHES.find((known) => known.path.test(path));
        if (!cache) return;
        const sizes = layers.get(layer) ?? new Map();
        sizes.set(cache, (sizes.get(cache) ?? 0) + size);
        layers.set(layer, sizes);
      },
      end() {
        for (const [layer, sizes] of layers) {
          const bytes = [...sizes.values()].reduce((sum, size) => sum + size, 0);
          if (bytes < WORTH_SAYING) continue;
          const largest = [...sizes].sort(([, a], [, b]) => b - a).map(([cache]) => cache);
          report({
            message: `${formatSize(bytes)} of this layer are the ${largest.length > 1 ? 'caches' : 'cache'} of ${formatList(largest.map((cache) => cache.of))}: ${largest[0]?.remediation}.`,
            layer,
            about: largest[0]?.of ?? '',
            details: { bytes, caches: Object.fromEntries([...sizes].map(([c, n]) => [c.of, n])) },
          });
        }
      },
    };
  },
});

/** What all of them have in their paths: most files are none of these. */
const HINT = /cache|apt\/lists|\.m2\/|\.gradle\/|cargo\/registry|\/pkgs\//;
