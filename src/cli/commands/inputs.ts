import { collectMaterials } from '../../builds/materials/collect.js';
import { imageMaterials } from '../../builds/materials/image-materials.js';
import { withProvenance } from '../../builds/materials/provenance-materials.js';
import type { Host } from '../../core/host.js';
import type { Material } from '../../core/material.js';
import { discover, requireFolder } from '../../discover/discover.js';
import type { Options } from '../../options/options.js';
import { INPUT_FORMATS } from '../../reports/build-inputs.js';
import { baseBranchFiles, namedCommits } from '../../repository/compared-trees.js';
import { readInputText } from '../../repository/input-text.js';
import { trackedFiles } from '../../repository/tracked.js';
import { redact } from '../../secrets/redact.js';
import { singleArgument } from './arguments.js';
import { writeDocument } from './deliver.js';
import { gapStatus } from './exit-status.js';

/** `portside inputs [PATH]`: lists everything that enters the builds. Returns the exit status: 3 if a file is not read. */
export async function run(options: Options, host: Host): Promise<number> {
  const root = singleArgument(options, 'inputs', '.');
  requireFolder(root);
  const configuration = await baseBranchFiles(namedCommits(root, host), options);
  const files = await discover(root, configuration, await trackedFiles(root, host));
  const { materials: found, builds = [], gaps: unread } = await collectMaterials(root, files);
  let inputs = found;
  const gaps = [...unread];
  for (const image of options.images) {
    const claims = await imageMaterials(image, { options, host });
    inputs = withProvenance(inputs, claims.materials, image);
    gaps.push(...claims.gaps);
  }
  const texts = await textsOf(root, inputs);
  const masked = redact([], (path) => texts.get(path), new Map(), { materials: inputs });
  const ledger = {
    builds,
    inputs: masked.materials,
    gaps: gaps.map(masked.sentence),
    dockerfiles: files.dockerfiles,
  };
  const outputs = options.outputs.length > 0 ? options.outputs : [{ format: 'text' }];
  for (const output of outputs)
    await writeDocument(output, INPUT_FORMATS[output.format]?.(ledger) ?? '', host);
  return gapStatus(gaps);
}

/** The files that say what enters a build. What cannot be read is a gap already. */
async function textsOf(
  root: string,
  inputs: readonly Material[],
): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for (const path of new Set(inputs.map(({ location }) => location.path)))
    texts.set(path, await readInputText(root, path).catch(() => ''));
  return texts;
}
