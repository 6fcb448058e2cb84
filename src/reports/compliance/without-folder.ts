import type { Report } from '../../core/report.js';
import { localName } from '../formats/in-toto/local-name.js';

/** The report with local targets named without their folders, also in its texts: a bundle is for others. */
export function withoutFolder(report: Report, isLocal: boolean): Report {
  let text = JSON.stringify(report);
  for (const { name } of report.targets) {
    const base = localName(name) ?? (isLocal ? localName(`oci:${name}`) : undefined);
    if (base === undefined) continue;
    // A folder without an ending would look like a name in a registry.
    const shown = localName(base) === undefined ? `oci:${base}` : base;
    if (shown !== name && name.length >= MIN_LENGTH)
      text = text.replaceAll(quoted(name), quoted(shown));
  }
  return JSON.parse(text);
}

/** Shorter names, such as `..`, could be a part of anything. */
const MIN_LENGTH = 4;

function quoted(name: string): string {
  return JSON.stringify(name).slice(1, -1);
}
