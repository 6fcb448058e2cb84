export function shareLicenseTexts(list: string): string;
