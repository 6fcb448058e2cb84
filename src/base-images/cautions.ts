import type { CurrentTag } from './current-tag.js';
import { type Flavor, isMusl } from './tags.js';

/** What to know before using an image, in one sentence; undefined for nothing. */
export function joinCautions(...cautions: readonly (string | undefined)[]): string | undefined {
  const said = cautions.filter((caution) => caution !== undefined);
  return said.length > 0 ? said.join(', ') : undefined;
}

/** Servers that cannot read the data of every other release line. */
const WITH_DATA: ReadonlySet<string> = new Set([
  'elasticsearch',
  'mariadb',
  'mongo',
  'mysql',
  'postgres',
  'rabbitmq',
]);

/** What another release line of a database needs. A floating tag does not say which release wrote the data. */
export function migrationCaution(name: string, isFloating: boolean): string | undefined {
  if (!WITH_DATA.has(name)) return undefined;
  return isFloating ? 'data of another release must be migrated' : 'data must be migrated';
}

const DEBIAN = /^(?:jessie|stretch|buster|bullseye|bookworm|trixie)$/;

/**
 * How the system of a recommended image differs from that of the current one: Temurin and .NET 10 are built on Ubuntu, what
 * they replace on Debian or, since Java 12, on Oracle Linux. Sources: docker-library/docs openjdk/variant.md;
 * github.com/dotnet/dotnet-docker/issues/6860.
 */
export function otherDistribution(
  from: string,
  { version, flavor, written, floating }: CurrentTag,
  to: Flavor,
): string | undefined {
  const isJava = from === 'java' || from === 'openjdk' || written?.role.includes('jdk') === true;
  const isDotnet =
    from.startsWith('mcr.microsoft.com/dotnet/') && Number.parseInt(version, 10) < 10;
  if ((!isJava && !isDotnet) || isMusl(flavor) || isMusl(to)) return undefined;
  const { distribution, slim } = written ?? flavor;
  if (distribution !== undefined && !DEBIAN.test(distribution) && !/^oracle/.test(distribution))
    return undefined;
  const major = Number.parseInt(/jdk-(\d+)/.exec(written?.role ?? '')?.[1] ?? version, 10);
  const isNew = major >= 12 || (floating === true && from === 'openjdk');
  const isOracle = distribution === undefined ? isNew : distribution.startsWith('oracle');
  if (isJava && isOracle && !slim) return 'Ubuntu instead of Oracle Linux';
  return isJava && slim ? 'Ubuntu instead of Debian, not slim' : 'Ubuntu instead of Debian';
}
