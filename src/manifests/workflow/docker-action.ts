import type { ManifestNode } from '../manifest-yaml.js';
import { siblingPath } from '../paths.js';
import { textOf, valueAt } from '../yaml-values.js';
import type { WorkflowStep } from './workflow.js';

/**
 * What an action that runs in a container does, as the steps of a composite action: it uses an image, and may give a shell
 * a script in its arguments. Empty for other actions. Source: GitHub, "Metadata syntax", runs for Docker container actions.
 */
export function stepsOfDockerAction(action: ManifestNode | undefined): WorkflowStep[] {
  const image = imageOfAction(action);
  if (!action || !image) return [];
  const runs = valueAt(action, 'runs') ?? action;
  const text = textOf(image);
  const node = image;
  const uses = { node, text, name: text.toLowerCase(), ref: undefined, comment: undefined };
  const isImage = text.startsWith('docker://');
  const scripts = scriptsOf(valueAt(runs, 'args'));
  const step = { node: runs, with: new Map<string, ManifestNode>() };
  return [
    ...(isImage ? [{ ...step, uses, run: undefined }] : []),
    ...scripts.map((run) => ({ ...step, uses: undefined, run })),
  ];
}

/** The path of the Dockerfile of such an action, whose file is at `path`; undefined for one with an image. */
export function dockerfileOfAction(
  action: ManifestNode | undefined,
  path: string,
): string | undefined {
  const text = textOf(imageOfAction(action));
  return text === '' || text.startsWith('docker://') ? undefined : siblingPath(path, text);
}

function imageOfAction(action: ManifestNode | undefined): ManifestNode | undefined {
  const runs = valueAt(action, 'runs');
  return textOf(valueAt(runs, 'using')).toLowerCase() === 'docker'
    ? valueAt(runs, 'image')
    : undefined;
}

/** The scripts behind `-c`: `args: [sh, -c, echo]`. */
function scriptsOf(args: ManifestNode | undefined): ManifestNode[] {
  const items = args?.items ?? [];
  return items.filter((_, at) => at > 0 && /^-\w*c$/.test(textOf(items[at - 1])));
}
