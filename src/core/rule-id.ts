/**
 * The current form of a rule id: Trivy's checks have older ids, such as `AVD-KSV-0017`, `KSV017` and `DS002` for
 * `KSV-0017` and `DS-0002`. Other ids are returned unchanged.
 */
export function normalizeRuleId(id: string): string {
  const [, family, number] = /^(?:AVD-)?(DS|KSV|KCV)-?0*(\d{1,4})$/i.exec(id) ?? [];
  if (family === undefined || number === undefined) return id;
  return `${family.toUpperCase()}-${number.padStart(4, '0')}`;
}
