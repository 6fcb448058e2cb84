import type { ImageConfig } from '../image/image.js';

/** The variables of an image, or of another configuration. */
export function environmentOf({ env }: Pick<ImageConfig, 'env'>): Map<string, string> {
  return new Map(
    env.map((pair) => {
      const at = pair.indexOf('=');
      return at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}

/** The command of the health check, which runs in the container too; undefined if there is none. */
export function healthCheckOf({
  healthcheck,
  shell,
}: Pick<ImageConfig, 'healthcheck' | 'shell'>): readonly string[] | undefined {
  const [kind, ...words] = healthcheck ?? [];
  if (kind === 'CMD') return words;
  return kind === 'CMD-SHELL' ? [...(shell ?? ['/bin/sh', '-c']), ...words] : undefined;
}
