import { join } from 'node:path';
import type { Discovery } from '../../discover/discover.js';
import { escapesViaSymlink } from '../../lib/paths.js';
import { readRegularFile } from '../../lib/regular-file.js';

/** What an action that a repository uses becomes with Portside. */
const TOOLS: Readonly<Record<string, string>> = {
  'hadolint/hadolint-action': 'Portside has its rules and reads .hadolint.yaml; the step can go',
  'aquasecurity/trivy-action':
    'Portside scans the same image and reads .trivyignore; the step can go',
  'anchore/scan-action':
    'Portside scans the same image; write ignored matches as exceptions of the policy',
  'docker/scout-action': 'Portside scans the same image and comments; the step can go',
  'snyk/actions/docker': 'Portside scans the same image; the step can go',
  'crazy-max/ghaction-container-scan': 'Portside scans the same image; the step can go',
  'docker/build-push-action':
    'to check the image that it builds, add `load: true`, and name its tag in the input image of Portside',
  'docker/bake-action':
    'to check the images that it builds, add `load: true`, and name their tags in the input image of Portside',
};

/** A larger workflow is not read. */
const MAX_BYTES = 1 << 20;

/** A sentence about each known action in the workflows: `.github/workflows/ci.yml:7 uses …`. */
export function knownTools(root: string, { manifests }: Discovery): string[] {
  const workflows = manifests.filter(({ kind }) => kind === 'workflow');
  return workflows.flatMap(({ path }) => {
    if (escapesViaSymlink(root, path)) return [];
    return linesOf(join(root, path)).flatMap((line, at) => {
      const [, name = ''] = /^\s*(?:-\s*)?uses:\s*["']?([\w./-]+)@/.exec(line) ?? [];
      const what = TOOLS[name.toLowerCase()];
      return what === undefined ? [] : [`${path}:${at + 1} uses ${name}: ${what}`];
    });
  });
}

function linesOf(file: string): string[] {
  try {
    return readRegularFile(file, MAX_BYTES).toString('utf8').split('\n');
  } catch {
    return [];
  }
}
