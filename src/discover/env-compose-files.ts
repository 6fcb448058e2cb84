import { posix } from 'node:path';
import { envVariables } from '../manifests/compose/env-file.js';
import type { ReadRepositoryFile } from '../manifests/paths.js';

/**
 * The Compose files that COMPOSE_FILE names in files called .env, which Compose reads in its folder, of those that there are.
 * Source: Docker documentation, "Configure pre-defined environment variables in Docker Compose".
 */
export function envComposeFiles(files: readonly string[], read: ReadRepositoryFile): string[] {
  const there = new Set(files);
  return files.flatMap((path) => {
    if (posix.basename(path) !== '.env') return [];
    const values = new Map(
      envVariables(read(path) ?? '', path).map(({ name, value }) => [name, value]),
    );
    const named = values.get('COMPOSE_FILE') ?? '';
    return named
      .split(values.get('COMPOSE_PATH_SEPARATOR') || /[:;]/)
      .map((name) => posix.join(posix.dirname(path), name.trim()))
      .filter((name) => there.has(name));
  });
}
