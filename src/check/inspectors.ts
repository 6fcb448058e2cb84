import {
  type AskedByBases,
  baseAdviceInspector,
  basePublisherInspector,
  baseRegistryInspector,
  baseSignatureInspector,
} from '../base-images/inspectors.js';
import type { BaseReading } from '../baseline/base-reading.js';
import {
  type AskedByBuilds,
  buildFileInspector,
  contextSecretInspector,
  dockerfileInspector,
  materialInspector,
  packageProvenanceInspector,
} from '../builds/inspectors.js';
import { censusInspector, changedTextInspector } from '../census/inspector.js';
import type { Host } from '../core/host.js';
import { stages } from '../core/inspector.js';
import type { Inspection } from '../core/report.js';
import { stepLine } from '../core/step-line.js';
import type { AskedByDeployed } from '../deployed-images/deployed-images.js';
import { deployedImageInspector } from '../deployed-images/inspectors.js';
import type { Targets } from '../discover/targets.js';
import type { Deadline } from '../lib/deadline.js';
import {
  type AskedByManifests,
  actionInspector,
  fittingInspector,
  manifestInspector,
} from '../manifests/inspectors.js';
import type { CheckContext } from '../policy/check-context.js';
import type { BaseSources } from '../registry/base-sources.js';
import type { BaseBranchFiles } from '../repository/base-branch-files.js';
import type { PullRequestTrees } from '../repository/tree.js';
import type { AskedByImages } from '../scan/images.js';
import { imageInspector } from '../scan/inspectors.js';
import { reportInspector } from '../vulnerabilities/inspectors.js';

/** What is known before the first inspector. */
export interface Discovered {
  readonly targets: Targets;
  /** The files that configure the run. */
  readonly configuration: BaseBranchFiles;
  readonly sources: BaseSources;
  readonly trees: PullRequestTrees | undefined;
  /** What there was before the change. */
  readonly baseCommit: BaseReading | undefined;
}

/** What the inspectors ask of the options. */
type Asked = AskedByBuilds | AskedByManifests | AskedByBases | AskedByImages | AskedByDeployed;

/** All inspectors, in order. A new one is a line here: docs/adding-an-inspector.md. */
export const INSPECTORS = stages<
  Discovered,
  CheckContext<Asked> & { readonly deadline: Deadline }
>()
  .stage(dockerfileInspector)
  .stage(manifestInspector, censusInspector)
  .stage(contextSecretInspector, buildFileInspector, materialInspector)
  .stage(
    baseRegistryInspector,
    baseAdviceInspector,
    baseSignatureInspector,
    basePublisherInspector,
    imageInspector,
    actionInspector,
    packageProvenanceInspector,
    changedTextInspector,
  )
  .stage(deployedImageInspector)
  .stage(fittingInspector, reportInspector);

/** What is known after the last one. */
export type Known = Awaited<ReturnType<typeof INSPECTORS.run>>['facts'];

/** Prints a line for each step that has ended. */
export function logStep(host: Host): (name: string, inspection: Inspection) => void {
  return (name, inspection) => host.step(stepLine(name, inspection));
}
