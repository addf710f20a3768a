// Put in by esbuild; absent in tests, which run the sources.
declare const PROTODIAL_VERSION: string | undefined;

/** What the product calls itself to servers: `protodial/1.2.3`. */
export const userAgent = `protodial/${typeof PROTODIAL_VERSION === "string" ? PROTODIAL_VERSION : "development"}`;
