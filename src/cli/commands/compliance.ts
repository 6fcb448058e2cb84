import { createHash } from 'node:crypto';
import { copiedProvenance } from '../../check/copied-provenance.js';
import type { Result } from '../../check/evaluate.js';
import { scanTarget } from '../../check/scan-target.js';
import type { Host } from '../../core/host.js';
import { type Deadline, startDeadline } from '../../lib/deadline.js';
import { PortsideError } from '../../lib/errors.js';
import { fileType } from '../../lib/regular-file.js';
import { pluralize } from '../../lib/text.js';
import type { Options } from '../../options/options.js';
import { bundleFiles, type FoundProvenance } from '../../reports/compliance/bundle.js';
import { withoutFolder } from '../../reports/compliance/without-folder.js';
import { checkoutFiles } from '../../repository/base-branch-files.js';
import { IMAGE_CHECKS } from '../../scan/image.js';
import { maskingHost } from '../../secrets/mask-text.js';
import type { AskedByVerification } from '../../signatures/verify-target.js';
import { singleArgument } from './arguments.js';
import { requireReplaceable, writeBundle } from './bundle-folder.js';
import { announce } from './deliver.js';
import { requireOwnPlace } from './own-place.js';

/**
 * `portside compliance TARGET --out FOLDER`: scans an image or an SBOM, and writes the documents about it into a folder.
 * The bundle of an incomplete scan says so. Returns the exit status.
 */
export async function run(options: Options, log: Host): Promise<number> {
  const host = maskingHost(log);
  const target = singleArgument(options, 'compliance');
  const folder = options.out;
  if (folder === undefined)
    throw new PortsideError(
      'PSE1005',
      'portside compliance needs a folder for the bundle',
      'Add --out FOLDER',
    );
  await requireOwnPlace(folder, host);
  await requireReplaceable(folder);
  const deadline = startDeadline(options.timeout);
  const { report, context } = await scanTarget({
    ...{ target, options, host, deadline },
    checks: IMAGE_CHECKS,
  });
  const provenance = await provenanceOf(report, { target, options, host, deadline });
  deadline.stop();
  const policyDigest = await digestOfPolicy(options);
  const isLocal = fileType(target) !== 'missing';
  const files = bundleFiles(
    withoutFolder(report, isLocal),
    { ...context, ...(policyDigest !== undefined && { policyDigest }) },
    provenance,
  );
  await writeBundle(folder, files);
  host.info(`wrote ${pluralize(files.length, 'file')} to ${folder}: see index.html`);
  return announce(report, options, host);
}

async function digestOfPolicy({ policy }: Pick<Options, 'policy'>): Promise<string | undefined> {
  const text = policy === undefined ? undefined : await checkoutFiles('.').read(policy);
  return text === undefined ? undefined : createHash('sha256').update(text).digest('hex');
}

interface ProvenanceRequest {
  readonly target: string;
  readonly options: Pick<Options, AskedByVerification>;
  readonly host: Host;
  readonly deadline: Deadline;
}

/** What an SBOM describes is not known well enough to look for its provenance. */
async function provenanceOf(
  { targets }: Result['report'],
  { target, options, host, deadline }: ProvenanceRequest,
): Promise<FoundProvenance> {
  const nothing = (reason: string) => ({ files: [], problems: [reason] });
  if (targets.some(({ kind }) => kind === 'sbom')) return nothing('the target is an SBOM');
  host.progress(`looking for provenance of ${target}`);
  return deadline.orElse(() => copiedProvenance(target, { options, host }), nothing);
}
