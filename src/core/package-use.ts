/** Whether the start command of an image loads a package; `unknown` if the image does not show it. */
export type UseState = 'loaded' | 'unknown' | 'no-evidence';

export interface PackageUse {
  readonly state: UseState;
  /** `libexpat.so.1 is loaded by usr/bin/python3.13 → pyexpat.so` */
  readonly reason: string;
}
