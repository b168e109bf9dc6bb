import manifest from "../package.json" with { type: "json" };

/** Of this package. Put into the bundle when it is built. */
export const version = manifest.version;
