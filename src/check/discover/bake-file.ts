import { posix } from 'node:path';

/** What the targets of a Bake file build. Paths are relative to the folder in which Bake runs. */
export interface BakeFile {
  readonly dockerfiles: readonly string[];
  /** Targets with the text of a Dockerfile in the Bake file. */
  readonly inline: readonly string[];
  /** Targets whose Dockerfile is a variable. */
  readonly unknown: readonly string[];
}

interface BakeTarget {
  readonly name: string;
  readonly context: string | undefined;
  readonly dockerfile: string | undefined;
  readonly inline: boolean;
}

export function isBakeFile(path: string): boolean {
  return /(?:^|\/)docker-bake[^/]*\.(?:hcl|json)$/.test(path);
}

/**
 * The Dockerfiles of a Bake file. HCL is not evaluated: only attributes that are strings are read, and one that a target
 * may inherit is taken from every target. Source: docs.docker.com/build/bake/reference.
 */
export function readBakeFile(path: string, text: string): BakeFile {
  const targets = path.endsWith('.json') ? jsonTargets(text) : hclTargets(text);
  const inherited = targets.flatMap(({ context }) => context ?? []);
  const paths = targets.flatMap(({ context, dockerfile, inline }) => {
    if (inline) return [];
    const contexts = context === undefined ? ['.', ...inherited] : [context];
    return contexts.map((folder) => posix.join(folder, dockerfile ?? 'Dockerfile'));
  });
  return {
    dockerfiles: [...new Set(paths)].filter((file) => !isVariable(file)),
    inline: targets.flatMap(({ name, inline }) => (inline ? name : [])),
    unknown: targets.flatMap(({ name, context = '', dockerfile = '', inline }) =>
      !inline && isVariable(context + dockerfile) ? name : [],
    ),
  };
}

function isVariable(text: string): boolean {
  return text.includes('$');
}

function hclTargets(text: string): BakeTarget[] {
  const blocks = text
    .replace(/^[ \t]*(?:#|\/\/).*$/gm, '')
    .split(/^[ \t]*(?=(?:target|group|variable|function)[ \t]+"?[\w.-]+"?[ \t]*\{)/m);
  return blocks.flatMap((block) => {
    const name = /^target[ \t]+"?([\w.-]+)"?[ \t]*\{/.exec(block)?.[1];
    if (name === undefined) return [];
    const attribute = (key: string) => {
      const [, quoted, other] =
        new RegExp(`^[^\\n#]*?\\b${key}\\s*=\\s*(?:"([^"\\n]*)"|(\\S))`, 'm').exec(block) ?? [];
      return quoted ?? (other === undefined ? undefined : '$');
    };
    const inline = /^[^\n#]*?\bdockerfile-inline\s*=/m.test(block);
    return [{ name, context: attribute('context'), dockerfile: attribute('dockerfile'), inline }];
  });
}

function jsonTargets(text: string): BakeTarget[] {
  try {
    const { target } = JSON.parse(text) as { target?: Readonly<Record<string, unknown>> };
    return Object.entries(target ?? {}).map(([name, value]) => {
      const about = (value ?? {}) as Readonly<Record<string, unknown>>;
      const string = (key: string) => {
        const found = about[key];
        return typeof found === 'string' ? found : undefined;
      };
      const inline = string('dockerfile-inline') !== undefined;
      return { name, context: string('context'), dockerfile: string('dockerfile'), inline };
    });
  } catch {
    // Bake reports what is wrong with it.
    return [];
  }
}
