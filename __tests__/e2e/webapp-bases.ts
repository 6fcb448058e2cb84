import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { shared } from './shared.js';

const run = promisify(execFile);

/** Makes the base images of examples/webapp in the shared engine. Then build.sh needs BASES=keep. */
export async function makeBases(engine: string): Promise<void> {
  const env = { ...process.env, DOCKER_HOST: engine, BASES: 'make' };
  await shared('webapp-bases', () => run('examples/webapp/build.sh', [], { env }));
}
