import { defineHardeningRule } from '../rule.js';

/** Paths of one layer that are reported. */
const MAX_PATHS = 50;
const DEPENDENCIES = /(?:^|\/)(?:node_modules|vendor|site-packages|dist-packages)\//;
const SYSTEM = /^(?:usr\/(?:share|lib|src|local\/lib)|lib|opt\/conda|root\/\.cache|go\/pkg)\//;
const REPOSITORY_FOLDER = /^(?:.*\/)?(\.git|\.svn|\.hg|\.vscode|\.idea)\//;
const REPOSITORY_FILE =
  /(?:^|\/)(?:Dockerfile(?:\.[\w-]+)?|(?:docker-)?compose(?:\.[\w-]+)?\.ya?ml|\.dockerignore|\.DS_Store|Thumbs\.db)$/;

export default defineHardeningRule({
  id: 'IMG-JUNK',
  name: 'no-repository-files',
  clearedBy: 'removal',
  severity: 'low',
  severityReason:
    'Files that were not meant to be published; medium for the history of the repository',
  practice: 'minimal-containers',
  title: 'Repository files are in the image',
  why: 'A .git folder contains the whole history of the source, including deleted secrets. Other files show an attacker how the image is built.',
  remediation: 'Add the files to .dockerignore, or copy only the files that the program needs',
  aliases: ['DKL-LI-0003'],
  wrong: 'COPY . /app',
  right: 'COPY src/ /app/src/',
  check({ baseLayers }, report) {
    const pathsByLayer = new Map<number, Set<string>>();
    return {
      visible({ path, type, layer }) {
        if (type !== 'file' || layer < baseLayers) return;
        if (!REPOSITORY_FILE.test(path) && !REPOSITORY_FOLDER.test(path)) return;
        if (DEPENDENCIES.test(path) || SYSTEM.test(path)) return;
        const folder = REPOSITORY_FOLDER.exec(path);
        const shortest = folder ? path.slice(0, folder[0].length - 1) : path;
        const paths = pathsByLayer.get(layer) ?? new Set<string>();
        if (paths.size < MAX_PATHS) paths.add(shortest);
        pathsByLayer.set(layer, paths);
      },
      end() {
        for (const [layer, unsorted] of pathsByLayer) {
          const paths = [...unsorted].sort();
          const shown = paths.slice(0, 3).map((path) => `/${path}`);
          if (paths.length > 3) shown.push(`${paths.length - 3} more`);
          const history = paths.find((path) => /(?:^|\/)\.(?:git|svn|hg)$/.test(path));
          report({
            message: `Image contains repository files: ${shown.join(', ')}`,
            severity: history ? 'medium' : undefined,
            layer,
            path: paths[0] ?? '',
            details: { paths },
          });
        }
      },
    };
  },
});
