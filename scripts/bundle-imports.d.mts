export function unresolvedImports(dist: string): string[];
