/** The configuration section `protodial`, and `initializationOptions` of any editor. */
export interface Settings {
  /** Folders that imports are relative to; relative ones are below the workspace folder. Empty: found without. */
  importRoots: readonly string[];
  /** `host:port` that new request documents call. */
  target: string;
}

export const defaultSettings: Settings = { importRoots: [], target: "localhost:50051" };
