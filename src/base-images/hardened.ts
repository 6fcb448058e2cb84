/** A base image with little more than a program needs to run. */
export interface HardenedImage {
  readonly kind: 'distroless' | 'hardened';
  readonly reference: string;
  /** What to know before using it. */
  readonly caution: string;
}

const NO_SHELL = 'no shell, final stage only';
const LOGIN = 'no shell, requires docker login dhi.io (free)';

/**
 * The smaller equivalent of an official image: Google's distroless image of the same language, else Docker's hardened
 * image of the same release line; undefined when there is none. `role` is the part of the tag that is neither version
 * nor distribution: `fpm`, `jre`. Sources: README of GoogleContainerTools/distroless; docs.docker.com/dhi/how-to/use and
 * the tags in docker-hardened-images/catalog.
 */
export function hardenedImage(
  image: string,
  line: string,
  role: string,
): HardenedImage | undefined {
  const major = Number.parseInt(line, 10);
  const roles = ROLES.get(image) ?? [];
  if (role !== '' && !roles.includes(role)) return undefined;
  switch (image) {
    case 'node':
      return distroless(`nodejs${closestVersion([22, 24, 26], major)}`);
    case 'python':
      return distroless(
        'python3',
        line === DISTROLESS_PYTHON ? '' : `has Python ${DISTROLESS_PYTHON}`,
      );
    case 'golang':
      return distroless('static', 'requires CGO_ENABLED=0');
    case 'rust':
    case 'gcc':
    case 'swift':
      return distroless('cc');
    case 'eclipse-temurin':
    case 'amazoncorretto': {
      const java = closestVersion([17, 21, 25], major);
      return distroless(`java${java}`, java === major ? '' : `has Java ${java}`);
    }
    case 'debian':
    case 'ubuntu':
      return distroless('base');
    case 'php':
      return dockerHardened(image, role === 'fpm' ? `${line}-fpm` : line);
    case 'nginx':
      return dockerHardened(image, line, 'listens on port 8080');
    case 'postgres':
    case 'redis':
    case 'ruby':
      return dockerHardened(image, line);
    case 'fedora':
      return minimal(`quay.io/fedora/fedora-minimal:${line}`, 'fewer packages');
    case 'amazonlinux':
      return minimal(
        `public.ecr.aws/amazonlinux/amazonlinux:${line}-minimal`,
        'microdnf instead of dnf',
      );
    default:
      return undefined;
  }
}

/** The Python version of distroless/python3-debian13. */
export const DISTROLESS_PYTHON = '3.13';
/** The roles of an image that its equivalent has as well. */
const ROLES: ReadonlyMap<string, readonly string[]> = new Map([
  ['amazoncorretto', ['jdk', 'jre', 'headless']],
  ['eclipse-temurin', ['jdk', 'jre']],
  ['php', ['cli', 'fpm']],
]);

function distroless(name: string, note = ''): HardenedImage {
  return {
    kind: 'distroless',
    reference: `gcr.io/distroless/${name}-debian13:nonroot`,
    caution: note ? `${NO_SHELL}, ${note}` : NO_SHELL,
  };
}

function minimal(reference: string, caution: string): HardenedImage {
  return { kind: 'hardened', reference, caution };
}

function dockerHardened(name: string, tag: string, note = ''): HardenedImage {
  return {
    kind: 'hardened',
    reference: `dhi.io/${name}:${tag}`,
    caution: note ? `${LOGIN}, ${note}` : LOGIN,
  };
}

/** The lowest version that is not older than the wanted one, else the newest. */
function closestVersion(versions: readonly number[], wanted: number): number {
  return versions.find((version) => version >= wanted) ?? versions.at(-1) ?? wanted;
}

/** Official images that get no more releases, with the image that replaces each; its tags have the same form. */
export const SUCCESSORS: ReadonlyMap<string, string> = new Map([
  ['java', 'eclipse-temurin'],
  ['openjdk', 'eclipse-temurin'],
  ['centos', 'almalinux'],
  ['rockylinux', 'rockylinux/rockylinux'],
  ['mcr.microsoft.com/dotnet/core/aspnet', 'mcr.microsoft.com/dotnet/aspnet'],
  ['mcr.microsoft.com/dotnet/core/runtime', 'mcr.microsoft.com/dotnet/runtime'],
  ['mcr.microsoft.com/dotnet/core/runtime-deps', 'mcr.microsoft.com/dotnet/runtime-deps'],
  ['mcr.microsoft.com/dotnet/core/sdk', 'mcr.microsoft.com/dotnet/sdk'],
]);
