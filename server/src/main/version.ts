declare const PROTODIAL_VERSION: string | undefined;

/** The product's version, put in by the bundler; `development` in a run from sources. */
export const version: string = typeof PROTODIAL_VERSION === "string" ? PROTODIAL_VERSION : "development";
