/** A base image with little in it beside what a program needs to run. */
export interface HardenedImage {
  readonly reference: string;
  /** What one must know before using it. */
  readonly caution: string;
}

const NO_SHELL = 'no shell, for the final stage';

/**
 * Google's distroless equivalent of an official image by language. Versions it has: README of
 * GoogleContainerTools/distroless. Nothing for what is no language's image.
 */
export function hardenedImage(image: string, version: string): HardenedImage | undefined {
  const major = Number.parseInt(version, 10);
  const of = (name: string): HardenedImage => ({
    reference: `gcr.io/distroless/${name}-debian13:nonroot`,
    caution: NO_SHELL,
  });
  switch (image) {
    case 'node':
      return of(`nodejs${newestOf([22, 24, 26], major)}`);
    case 'python':
      return of('python3');
    case 'golang':
      return { ...of('static'), caution: `${NO_SHELL}, with CGO_ENABLED=0` };
    case 'rust':
    case 'gcc':
    case 'swift':
      return of('cc');
    case 'eclipse-temurin':
    case 'amazoncorretto':
    case 'openjdk':
      return of(`java${newestOf([17, 21, 25], major)}`);
    case 'debian':
    case 'ubuntu':
      return of('base');
    default:
      return undefined;
  }
}

/** The first that is not older, else the newest. */
function newestOf(versions: readonly number[], wanted: number): number {
  return versions.find((version) => version >= wanted) ?? versions.at(-1) ?? wanted;
}

/** Official images that get no more releases → the image to use instead, with tags of the same form. */
export const SUCCESSORS: ReadonlyMap<string, string> = new Map([
  ['openjdk', 'eclipse-temurin'],
  ['centos', 'almalinux'],
]);
