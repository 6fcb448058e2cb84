import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Result } from '../check/evaluate.js';
import type { Report } from '../core/report.js';
import { PortsideError, reason } from '../lib/errors.js';
import { makeFolder } from '../lib/make-folder.js';
import { replaceFile } from '../lib/replace-file.js';
import type { ActionInputs } from '../options/inputs.js';
import { openFindings, withStatus } from '../reports/finding-lists.js';
import type { ReportContext } from '../reports/format.js';
import { isNarrowed } from '../reports/narrow.js';
import { countSeverities } from '../reports/severity-counts.js';

/** The files of the reports. */
interface ReportFiles {
  readonly report: string;
  readonly sarif: string;
  readonly html: string;
  readonly markdown: string;
  /** The paths of the SBOMs, one per line. */
  readonly sbom: string;
}

interface ReportAndContext {
  readonly report: Report;
  readonly context: ReportContext;
}

/** Throws PortsideError (usage) when the folder cannot be created. */
export async function createReportFolder({ temporaryFolder, step }: ActionInputs): Promise<string> {
  const folder = join(temporaryFolder ?? tmpdir(), 'portside', ...(step ? [step] : []));
  await makeFolder(folder).catch((error: unknown) => {
    throw new PortsideError(
      'PSE1401',
      `Cannot create folder ${folder} for the reports: ${reason(error)}`,
      'Set RUNNER_TEMP to a folder that the job can write to',
      error,
    );
  });
  return folder;
}

/** Writes the complete report for programs, and what is shown of it for people. */
export async function writeReports(
  complete: ReportAndContext,
  shown: ReportAndContext,
  folder: string,
): Promise<Omit<ReportFiles, 'sbom'>> {
  const { REPORT_FORMATS } = await import('../reports/all-formats.js');
  const write = (format: string, name: string) => {
    const { report, context } = isNarrowed(format) ? shown : complete;
    return writeText(join(folder, name), REPORT_FORMATS.get(format)?.render(report, context) ?? '');
  };
  return {
    report: await write('json', 'report.json'),
    sarif: await write('sarif', 'report.sarif'),
    html: await write('html', 'report.html'),
    markdown: await write('markdown', 'report.md'),
  };
}

/** Writes the JSON report that later runs are compared with. Returns its path. */
export async function writeStored({ report, context }: Result, folder: string): Promise<string> {
  const { json } = await import('../reports/formats/json.js');
  return writeText(join(folder, 'stored.json'), json.render(report, context));
}

/** Returns the path. Throws PortsideError if the file cannot be written. */
export async function writeText(file: string, text: string): Promise<string> {
  await replaceFile(file, text).catch((error: unknown) => {
    throw new PortsideError(
      'PSE1011',
      `Cannot write the report ${file}: ${reason(error)}`,
      'Free some space, or set RUNNER_TEMP to another folder',
      error,
    );
  });
  return file;
}

/** Sets the outputs that action.yml lists. Called before the step fails, so that later steps always have them. */
export async function setOutputs(report: Report, files: ReportFiles): Promise<void> {
  // Loaded late: it contains an HTTP client that takes longer to load than most checks take.
  const { setOutput } = await import('@actions/core');
  setOutput('verdict', report.verdict.outcome);
  for (const [name, file] of Object.entries(files)) setOutput(name, file);
  setOutput('counts', JSON.stringify(counts(report)));
}

/** What later steps compute with. */
function counts({ findings, addedSuppressions = [], targets }: Report) {
  return {
    findings: countSeverities(openFindings(findings)),
    new: countSeverities(withStatus(findings, 'new')),
    fixed: withStatus(findings, 'fixed').length,
    'added-suppressions': addedSuppressions.length,
    targets: targets.length,
  };
}
