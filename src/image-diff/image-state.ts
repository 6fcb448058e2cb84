import type {
  AccountFiles,
  Deletion,
  HostsOfImage,
  ImageSettings,
  SettingLine,
  Signed,
  SnapshotLayer,
  SnapshotPart,
} from '../core/image-snapshot.js';
import type { Package } from '../core/package.js';
import type { ComparedFiles } from './differing-files.js';
import type { FinalFile } from './final-files.js';
import type { Contents } from './noise.js';

/** One of two images that are compared: read from its layers, or as a report keeps it. */
export interface ImageState extends ComparedFiles {
  readonly name: string;
  readonly digest?: string;
  readonly platform?: string;
  /** Bytes of the files in the final file system. */
  readonly size: number;
  readonly settings: ImageSettings;
  readonly settingLines: readonly SettingLine[];
  readonly deletions: readonly Deletion[];
  /** What is not known in full. */
  readonly cut: readonly SnapshotPart[];
  readonly accounts: AccountFiles;
  readonly packages: readonly Package[];
  readonly layers: readonly SnapshotLayer[];
  readonly baseLayers: number;
  readonly baseImage?: string;
  readonly baseCreated?: string;
  /** Undefined if they were not verified. */
  readonly signed?: Signed;
  readonly baseSigned?: Signed;
  /** Undefined if they are not known. */
  readonly hosts?: HostsOfImage;
  /** A report keeps it: the contents of files of the base image are not known, only their size. */
  readonly isSnapshot: boolean;
  /** What could not be read. */
  readonly gaps: readonly string[];
  /** The package URLs of the packages that own the paths. */
  ownersOf(paths: ReadonlySet<string>): ReadonlyMap<string, string>;
  /** Reads the contents of the files. The function returns undefined for one that could not be read. */
  read(files: readonly FinalFile[]): Promise<(file: FinalFile) => Contents | undefined>;
}

/** Whether a file is of the base image, as far as that is known. */
export function isOfBase({ content }: FinalFile, { baseLayers }: ImageState): boolean {
  return content.layer < baseLayers;
}
