type Imports = ReadonlyMap<string, readonly string[]>;
type Parts = ReadonlyMap<string, ReadonlySet<string>>;

export function foldersOf(imports: Imports): string[];
export function partsOf(folder: string, imports: Imports): Parts;
export function layersOf(parts: Parts): { rows: string[][]; circle: string[] };
export function sharedFiles(parts: Parts): string[];
