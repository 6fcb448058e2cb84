import type { Location } from '../findings/location.js';
import type { Package } from '../findings/package.js';
import type { Note } from '../findings/report.js';
import { attribute } from '../images/attribution.js';
import type { Image } from '../images/image.js';
import type { DockerfilePlan } from './dockerfiles.js';

/** Where in the repository each part of an image was written. */
export interface ImageLines {
  /** The Dockerfile that built it, where one fits. */
  readonly dockerfile?: string;
  readonly layer: (index: number) => Location | undefined;
  /** The last instruction with this keyword, else the FROM line. */
  readonly instruction: (keyword: string) => Location | undefined;
  /** The package with the line that brought it. */
  readonly place: (found: Package) => Package;
  readonly notes: readonly Note[];
}
