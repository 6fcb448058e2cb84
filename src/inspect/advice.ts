import { adviceFinding } from '../advice/finding.js';
import { adviseBase } from '../advice/options.js';
import type { ExternalImage } from '../dockerfile/external-images.js';
import { type Inspection, NOTHING } from '../findings/report.js';
import type { Host } from '../host.js';
import type { Settings } from '../settings/settings.js';

/** What each FROM might better build on, from the built-in table of official images. */
export async function adviseBaseImages(
  images: readonly ExternalImage[],
  settings: Settings,
  _host: Host,
): Promise<Inspection> {
  const today = settings.now.toISOString().slice(0, 10);
  const findings = images.flatMap((base) => {
    const advice = base.isBase ? adviseBase(base.reference, today) : undefined;
    return (advice && adviceFinding(base, advice, undefined)) ?? [];
  });
  return { ...NOTHING, findings };
}
