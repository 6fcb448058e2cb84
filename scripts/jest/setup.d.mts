export function atEndOfFile(ending: () => void): void;
