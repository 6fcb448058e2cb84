import { advisory } from '../../remedy/replay-build.js';
import type { Rebuild } from './rebuild.js';

const NOTHING = [advisory('npm', 'other', '1.0.0')];
const DOCKERFILE = 'FROM scratch\nCOPY app /app\nUSER 1000\nENTRYPOINT ["/app"]\n';

/** Findings of files that run the image, and of the image's configuration. */
export const MANIFEST_CASES: Readonly<Record<string, Rebuild>> = {
  'compose-privileged': {
    remedy: 'edit',
    title: /^disable privileged mode$/,
    make: () => ({
      files: {
        Dockerfile: DOCKERFILE,
        app: 'x',
        'compose.yaml': 'services:\n  app:\n    build: .\n    privileged: true\n',
      },
      advisories: NOTHING,
    }),
  },
  'kubernetes-image': {
    remedy: 'edit',
    title: /^use a supported release instead of redis 6/,
    make: () => ({
      files: {
        Dockerfile: DOCKERFILE,
        app: 'x',
        'pod.yaml':
          'apiVersion: v1\nkind: Pod\nmetadata: { name: app }\nspec:\n  containers:\n    - name: cache\n      image: redis:6.0\n',
      },
      advisories: NOTHING,
      byHand: ({ replace }) => replace('pod.yaml', 'redis:6.0', 'redis:8'),
    }),
  },
  user: {
    remedy: 'edit',
    title: /^add a non-root USER$/,
    make: () => ({
      files: { Dockerfile: DOCKERFILE.replace('USER 1000\n', ''), app: 'x' },
      advisories: NOTHING,
      byHand: ({ replace }) => replace('Dockerfile', 'ENTRYPOINT', 'USER 1000\nENTRYPOINT'),
    }),
  },
};
