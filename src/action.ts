import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { info, setFailed } from '@actions/core';
import { reason } from './findings/errors.js';
import { actionsHost } from './github/actions-host.js';
import { readContext } from './github/event.js';
import { writeOutputs } from './github/outputs.js';
import { publish } from './github/publish.js';
import { FORMATS } from './reports/reports.js';
import type { Result } from './result.js';
import { check } from './run.js';
import { type ActionInputs, readInputs } from './settings/inputs.js';
import { findProgram } from './terminal.js';

/** Inputs → check → reports and outputs → what lands on GitHub → the gate, in this order: a gate hides no report. */
async function main(): Promise<void> {
  const inputs = readInputs(process.env, new Date());
  const host = actionsHost((program) => findProgram(program, inputs.settings.environment.path));
  const result = await check('.', inputs.settings, host);
  info(FORMATS.get('text')?.render(result.report, result.context) ?? '');
  const files = await writeReports(result, inputs);
  writeOutputs(result.report, files);
  const context = readContext(process.env, await payload(inputs.eventPath));
  if (context)
    await publish(result.report, result.context, {
      context,
      ...(inputs.token ? { token: inputs.token } : {}),
      host,
      comment: 'auto',
      codeScanning: true,
      annotations: true,
      summary: true,
      review: true,
    });
  const { outcome, reasons } = result.report.verdict;
  if (outcome !== 'pass')
    setFailed(`Portside: ${outcome === 'fail' ? reasons[0] : `incomplete, ${reasons.join('; ')}`}`);
}

async function writeReports({ report, context }: Result, inputs: ActionInputs) {
  const folder = join(inputs.temporaryFolder ?? tmpdir(), 'portside');
  await mkdir(folder, { recursive: true });
  const write = async (format: string, name: string) => {
    const file = join(folder, name);
    await writeFile(file, FORMATS.get(format)?.render(report, context) ?? '');
    return file;
  };
  return {
    report: await write('json', 'report.json'),
    sarif: await write('sarif', 'report.sarif'),
    markdown: await write('markdown', 'report.md'),
  };
}

/** The event, or nothing when the runner gave none that can be read. */
async function payload(path: string | undefined): Promise<unknown> {
  if (path === undefined) return undefined;
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch {
    return undefined;
  }
}

await main().catch((error: unknown) => setFailed(reason(error)));
