// Which names count when folders are listed.
import { bufFiles } from "./bufYaml.ts";

/** Folders that are not walked: what tools put there is not the author's. */
export function isSkippedFolder(name: string): boolean {
  return name.startsWith(".") || name === "node_modules" || name === "__pycache__" || name.startsWith("bazel-");
}

/** Whether a file with this name is looked for in the folders. */
export function isListedFile(name: string): boolean {
  return name.endsWith(".proto") || name.endsWith(".grpc") || bufFiles.includes(name);
}

/** Whether a file says what is left out when folders are listed. */
export function isIgnoreFile(uri: string): boolean {
  return uri.endsWith("/.gitignore") || uri.endsWith("/.git/info/exclude");
}
