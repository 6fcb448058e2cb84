export function builtCliOf(folder: string): string;
