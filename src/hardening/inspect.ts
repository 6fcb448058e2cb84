import type { Finding } from '../findings/finding.js';
import { distinguish, fingerprint, imageName } from '../findings/fingerprint.js';
import type { Location } from '../findings/location.js';
import type { InspectedImage } from './rule.js';
import { hardeningRules } from './rules.js';

/** Where in the repository a layer, or an instruction that sets configuration, was written. */
export interface Lines {
  layer(index: number): Location | undefined;
  instruction(keyword: string): Location | undefined;
}

/** What every rule says about the image, each on the Dockerfile line that did it. */
export function inspectHardening(subject: InspectedImage, lines: Lines): Finding[] {
  const { image } = subject;
  const findings: Finding[] = [];
  for (const rule of hardeningRules)
    rule.check(subject, (seen) => {
      const location =
        seen.layer === undefined
          ? lines.instruction(seen.instruction ?? 'FROM')
          : lines.layer(seen.layer);
      findings.push({
        rule: rule.id,
        aliases: rule.aliases ?? [],
        check: 'hardening',
        severity: rule.severity,
        confidence: 'high',
        tags: [`practice:${rule.practice}`, ...(rule.tags ?? [])],
        message: seen.message,
        ...(location ? { location } : {}),
        subject: {
          image: image.name,
          ...(seen.layer === undefined ? {} : { layer: seen.layer }),
          ...(seen.path === undefined ? {} : { path: seen.path }),
        },
        fingerprint: fingerprint(rule.id, imageName(image.name), seen.path),
        status: 'new',
        ...(seen.details ? { details: seen.details } : {}),
      });
    });
  return distinguish(findings);
}
