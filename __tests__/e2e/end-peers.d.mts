export function endPeers(folder: string): void;
