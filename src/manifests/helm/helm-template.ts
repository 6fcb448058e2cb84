import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ProcessRunner } from '../../core/host.js';
import { reason } from '../../lib/errors.js';
import { plainText } from '../../lib/text.js';

/** A chart to render: absolute paths of its folder and of a values file. */
export interface ChartToRender {
  readonly chart: string;
  /** Absent: only the chart's own values.yaml. */
  readonly values?: string | undefined;
}

/** The path of helm, and what it is run with. */
export interface Helm {
  readonly program: string;
  readonly run: ProcessRunner['run'];
  /** A folder of its own: no configuration, cache, plugin or login of the user is read. */
  readonly folder: string;
}

/** The rendered text, or why there is none: helm rejects the chart or its values, or did not come to an end. */
export type HelmRendering =
  | { readonly text: string }
  | { readonly problem: string; readonly isRejected: boolean };

/** Milliseconds. Charts render in well under a second. */
const TIMEOUT_MS = 20_000;
const MAX_BYTES = 10 * 1024 * 1024;
const MAX_MESSAGE = 400;

/**
 * Renders a chart with `helm template`: without a cluster, network, plugins, tests, or updates of dependencies. It only reads files.
 * Never throws.
 */
export async function helmTemplate(
  { program, run, folder }: Helm,
  { chart, values }: ChartToRender,
): Promise<HelmRendering> {
  const args = ['template', 'release', chart, '--namespace', 'default', '--skip-tests'];
  if (values !== undefined) args.push('--values', values);
  try {
    const { status, stdout, stderr } = await run(program, args, {
      timeout: TIMEOUT_MS,
      // The Action runs other programs with @actions/exec, which cannot end one.
      binary: true,
      env: helmEnvironment(folder),
      cwd: folder,
    });
    if (status !== 0) return { problem: messageOf(stderr, chart), isRejected: true };
    return stdout.length > MAX_BYTES
      ? { problem: `helm template writes more than ${MAX_BYTES >> 20} MiB`, isRejected: false }
      : { text: Buffer.from(stdout, 'latin1').toString('utf8') };
  } catch (error) {
    return { problem: reason(error), isRejected: false };
  }
}

/** All that helm knows of the machine. It has no token, no proxy and no cluster. */
function helmEnvironment(folder: string): Record<string, string> {
  const below = (name: string) => {
    const path = join(folder, name);
    mkdirSync(path, { recursive: true, mode: 0o700 });
    return path;
  };
  return {
    PATH: '/usr/bin:/bin',
    HOME: below('home'),
    TMPDIR: below('tmp'),
    KUBECONFIG: join(folder, 'no-cluster'),
    HELM_NO_PLUGINS: '1',
    HELM_PLUGINS: below('plugins'),
    HELM_CONFIG_HOME: below('config'),
    HELM_CACHE_HOME: below('cache'),
    HELM_DATA_HOME: below('data'),
    HELM_REGISTRY_CONFIG: join(folder, 'no-registry.json'),
    HELM_REPOSITORY_CONFIG: join(folder, 'no-repositories.yaml'),
    HELM_REPOSITORY_CACHE: below('repositories'),
    // Of the memory of Go, which is collected earlier near this limit.
    GOMEMLIMIT: '1GiB',
  };
}

/** The line of helm's message that says what is wrong, without the path of the checkout. */
function messageOf(stderr: string, chart: string): string {
  const lines = stderr.slice(-64 * 1024).split('\n');
  const error = lines.find((line) => line.startsWith('Error:')) ?? lines.find(Boolean) ?? '';
  const text = error.replace(/^Error:\s*/, '').replaceAll(chart, 'the chart');
  return `helm template fails: ${plainText(text, MAX_MESSAGE) || 'it gives no reason'}`;
}
