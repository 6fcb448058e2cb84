type Imports = ReadonlyMap<string, readonly string[]>;
type Parts = ReadonlyMap<string, ReadonlySet<string>>;

export function foldersOf(imports: Imports): string[];
export function partsOf(folder: string, imports: Imports): Parts;
export function layersOf(parts: Parts): { rows: string[][]; circle: string[] };
export function tiesOf(
  folder: string,
  circle: readonly string[],
  imports: Imports,
): [file: string, imported: string][];
export function sharedFiles(parts: Parts): string[];
