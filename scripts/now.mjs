const { SOURCE_DATE_EPOCH } = process.env;

/** The time of the clock, or the one that tests set. Source: reproducible-builds.org/specs/source-date-epoch. */
export const now = SOURCE_DATE_EPOCH ? new Date(Number(SOURCE_DATE_EPOCH) * 1000) : new Date();
