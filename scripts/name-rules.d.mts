export function duplicateNames(texts: ReadonlyMap<string, string>): string[];
