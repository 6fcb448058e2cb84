import { defineRule } from '../rule.js';

const DEPENDENCIES = /(?:^|\/)(?:node_modules|vendor|site-packages|dist-packages)\//;
const SYSTEM = /^(?:usr\/(?:share|lib|src|local\/lib)|lib|opt\/conda|root\/\.cache|go\/pkg)\//;
const FOLDER = /^(?:.*\/)?(\.git|\.svn|\.hg|\.vscode|\.idea)\//;
const FILE =
  /(?:^|\/)(?:Dockerfile(?:\.[\w-]+)?|(?:docker-)?compose(?:\.[\w-]+)?\.ya?ml|\.dockerignore|\.DS_Store|Thumbs\.db)$/;

export default defineRule({
  id: 'IMG-JUNK',
  name: 'no-repository-files',
  severity: 'low',
  practice: 'minimal-containers',
  title: 'Files of the repository that the program does not need are in the image',
  why: 'A .git folder has the whole history of the source, deleted secrets too; the rest tells an intruder how it was built.',
  remediation: 'Name them in .dockerignore, or copy only what runs.',
  aliases: ['DKL-LI-0003'],
  wrong: 'COPY . /app',
  right: 'COPY src/ /app/src/',
  check({ baseLayers }, report) {
    /** By layer: each folder or file, once. */
    const layers = new Map<number, Set<string>>();
    return {
      visible({ path, type, layer }) {
        if (type !== 'file' || layer < baseLayers) return;
        if (!FILE.test(path) && !FOLDER.test(path)) return;
        if (DEPENDENCIES.test(path) || SYSTEM.test(path)) return;
        const folder = FOLDER.exec(path);
        const what = folder ? path.slice(0, folder[0].length - 1) : path;
        const seen = layers.get(layer) ?? new Set();
        if (seen.size < 50) seen.add(what);
        layers.set(layer, seen);
      },
      end() {
        for (const [layer, seen] of layers) {
          const paths = [...seen].sort();
          const shown = paths.slice(0, 3).map((path) => `/${path}`);
          if (paths.length > 3) shown.push(`${paths.length - 3} more`);
          const history = paths.find((path) => /(?:^|\/)\.(?:git|svn|hg)$/.test(path));
          report({
            message: `Files of the repository are in the image: ${shown.join(', ')}.`,
            ...(history ? { severity: 'medium' } : {}),
            layer,
            path: paths[0] ?? '',
            details: { paths },
          });
        }
      },
    };
  },
});
