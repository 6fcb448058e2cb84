import type { Finding } from '../core/finding.js';
import type { Inspection } from '../core/report.js';
import { plainText } from '../lib/text.js';
import type { DeployedReference } from '../manifests/select.js';

/** More places of the same reference are left out. */
const MOST_RELATED = 5;

/**
 * The findings on the line of the manifest that names the image, whose name begins the message. How the image was built
 * is not known, so nothing of it is compared with Dockerfiles.
 */
export function onManifestLine(
  { findings, targets, removable: _, snapshots: __, ...others }: Inspection,
  { reference, places: [place, ...more] }: DeployedReference,
): Inspection {
  const name = plainText(reference, 200);
  const related = more.slice(0, MOST_RELATED).map(({ location }) => ({
    location,
    message: `${name} is named here too`,
  }));
  return {
    ...others,
    targets: targets.map(({ layers: ___, ...target }) => ({ ...target, deployedBy: place.path })),
    findings: findings.map(({ origin: ___, ...finding }): Finding => {
      const message = finding.message.includes(name)
        ? finding.message
        : `${name}: ${finding.message}`;
      return {
        ...finding,
        message,
        location: place.location,
        ...(related.length > 0 && { related }),
      } as Finding;
    }),
  };
}
