/** A base image with little in it beside what a program needs to run. */
export interface HardenedImage {
  readonly kind: 'distroless' | 'hardened';
  readonly reference: string;
  /** What one must know before using it. */
  readonly caution: string;
}

const NO_SHELL = 'no shell, for the final stage';
const LOGIN = 'no shell, free after docker login dhi.io';

/**
 * The equivalent by language of an official image: Google's distroless, else Docker's hardened one of the same line.
 * `role` is what its tag says beside version and system: `fpm`, `jre`. Nothing for what has none. Sources: README of
 * GoogleContainerTools/distroless; docs.docker.com/dhi/how-to/use and the tags in docker-hardened-images/catalog.
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
      return distroless(`nodejs${newestOf([22, 24, 26], major)}`);
    case 'python':
      return distroless('python3', line === DISTROLESS_PYTHON ? '' : `Python ${DISTROLESS_PYTHON}`);
    case 'golang':
      return distroless('static', 'with CGO_ENABLED=0');
    case 'rust':
    case 'gcc':
    case 'swift':
      return distroless('cc');
    case 'eclipse-temurin':
    case 'amazoncorretto':
      return distroless(`java${newestOf([17, 21, 25], major)}`);
    case 'debian':
    case 'ubuntu':
      return distroless('base');
    case 'php':
      return docker(image, role === 'fpm' ? `${line}-fpm` : line);
    case 'nginx':
      return docker(image, line, 'port 8080');
    case 'postgres':
    case 'redis':
    case 'ruby':
      return docker(image, line);
    case 'fedora':
      return small(`quay.io/fedora/fedora-minimal:${line}`, 'fewer packages');
    case 'amazonlinux':
      return small(
        `public.ecr.aws/amazonlinux/amazonlinux:${line}-minimal`,
        'microdnf instead of dnf',
      );
    default:
      return undefined;
  }
}

/** Of debian13's distroless. */
const DISTROLESS_PYTHON = '3.13';
/** Roles of an image that its equivalent has as well. */
const ROLES: ReadonlyMap<string, readonly string[]> = new Map([
  ['amazoncorretto', ['jdk', 'jre', 'headless']],
  ['eclipse-temurin', ['jdk', 'jre']],
  ['php', ['cli', 'fpm']],
]);

function distroless(name: string, also = ''): HardenedImage {
  return {
    kind: 'distroless',
    reference: `gcr.io/distroless/${name}-debian13:nonroot`,
    caution: also ? `${NO_SHELL}, ${also}` : NO_SHELL,
  };
}

function small(reference: string, caution: string): HardenedImage {
  return { kind: 'hardened', reference, caution };
}

function docker(name: string, tag: string, also = ''): HardenedImage {
  return {
    kind: 'hardened',
    reference: `dhi.io/${name}:${tag}`,
    caution: also ? `${LOGIN}, ${also}` : LOGIN,
  };
}

/** The first that is not older, else the newest. */
function newestOf(versions: readonly number[], wanted: number): number {
  return versions.find((version) => version >= wanted) ?? versions.at(-1) ?? wanted;
}

/** Official images that get no more releases → the image to use instead, with tags of the same form. */
export const SUCCESSORS: ReadonlyMap<string, string> = new Map([
  ['java', 'eclipse-temurin'],
  ['openjdk', 'eclipse-temurin'],
  ['centos', 'almalinux'],
  ['rockylinux', 'rockylinux/rockylinux'],
]);
