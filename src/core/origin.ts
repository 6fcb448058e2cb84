/** Where the part of an image that a finding is about comes from. */
export interface Origin extends SingleOrigin {
  /** The origins of the other packages, if the finding is about several. */
  readonly also?: readonly SingleOrigin[];
}

export interface SingleOrigin {
  /** `own-layer` is also the configuration that the image itself sets; `builder-stage` is a COPY --from. */
  readonly kind: 'base-image' | 'own-layer' | 'builder-stage';
  /** The base image, of the image or of the builder stage. Absent if only the layers of the base image are known. */
  readonly image?: string;
  /** The name or number of the builder stage; of COPY --from=IMAGE the image. */
  readonly stage?: string;
}

/** Several origins as one: what the image itself adds counts first, then builder stages. Undefined if there is none. */
export function mergeOrigins(origins: readonly SingleOrigin[]): Origin | undefined {
  const distinct = [...new Map(origins.map((origin) => [JSON.stringify(origin), origin])).values()];
  const [first, ...also] = distinct.sort((a, b) => RANKS[a.kind] - RANKS[b.kind]);
  return first && (also.length > 0 ? { ...first, also } : first);
}

const RANKS = { 'own-layer': 0, 'builder-stage': 1, 'base-image': 2 } as const;
