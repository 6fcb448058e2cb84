import { join } from 'node:path';
import type { Result } from '../check/evaluate.js';
import { imageName } from '../core/fingerprint.js';
import type { Report } from '../core/report.js';
import type { SbomFormat } from '../core/sbom-formats.js';
import { writeText } from './outputs.js';

const ENDINGS: Readonly<Record<SbomFormat, string>> = {
  cyclonedx: '.cdx.json',
  'cyclonedx-1.7': '.cdx.json',
  spdx: '.spdx.json',
};

/** Writes an SBOM for each image that was read. Returns the paths. Throws PortsideError if one cannot be written. */
export async function writeSboms(
  format: SbomFormat,
  { report, context }: Result,
  folder: string,
): Promise<string[]> {
  const { REPORT_FORMATS } = await import('../reports/all-formats.js');
  const images = new Set(
    report.targets.flatMap((t) => (t.kind === 'image' && t.layers ? t.name : [])),
  );
  const paths = new Set<string>();
  for (const image of images) {
    const name = fileName(image);
    let path = join(folder, `${name}${ENDINGS[format]}`);
    for (let n = 2; paths.has(path); n++) path = join(folder, `${name}-${n}${ENDINGS[format]}`);
    const text = REPORT_FORMATS.get(format)?.render(aboutImage(report, image), context) ?? '';
    paths.add(await writeText(path, text));
  }
  return [...paths];
}

/** `ghcr.io/acme/app:1` is `app`. */
function fileName(image: string): string {
  const last = imageName(image).split('/').at(-1) ?? '';
  return `sbom-${last.replace(/[^A-Za-z0-9._-]+/g, '-').slice(0, 100)}`;
}

function aboutImage(report: Report, image: string): Report {
  return {
    ...report,
    targets: report.targets.filter(({ name }) => name === image),
    packages: report.packages.filter((one) => one.image === image),
    findings: report.findings.filter(({ subject }) => subject?.image === image),
  };
}
