import { diffImages } from '../../check/diff-images.js';
import type { Host } from '../../core/host.js';
import type { ImageDifference } from '../../core/image-difference.js';
import { PortsideError } from '../../lib/errors.js';
import type { Options } from '../../options/options.js';
import { DIFFERENCE_FORMATS } from '../../reports/image-difference.js';
import { maskChange } from '../../secrets/mask-change.js';
import { maskingHost, maskText } from '../../secrets/mask-text.js';
import { writeDocument } from './deliver.js';
import { gapStatus } from './exit-status.js';

/** `portside diff BEFORE AFTER`: what changes from one image to another. Returns the exit status: 3 if it is incomplete. */
export async function run(options: Options, log: Host): Promise<number> {
  const [before, after, ...more] = options.positionals;
  if (before === undefined || after === undefined || more.length > 0)
    throw new PortsideError(
      'PSE1005',
      `portside diff takes two images, not ${options.positionals.length}`,
      'Name the image before the change, then the one after it: portside diff old.tar new.tar',
    );
  const host = maskingHost(log);
  const differences = (await diffImages({ before, after }, options, host)).map(withoutSecrets);
  const outputs = options.outputs.length > 0 ? options.outputs : [{ format: 'text' }];
  host.progress('');
  for (const output of outputs)
    await writeDocument(output, DIFFERENCE_FORMATS[output.format]?.(differences) ?? '', host);
  return gapStatus(differences.flatMap(({ gaps }) => gaps));
}

/** A command or a path may contain a secret. */
function withoutSecrets(difference: ImageDifference): ImageDifference {
  return {
    ...difference,
    changes: difference.changes.map((change) => maskChange(change, maskText)),
    gaps: difference.gaps.map(maskText),
  };
}
