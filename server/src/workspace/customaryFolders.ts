// Folders that by custom hold protos, below the workspace folder or any folder above the importing root.
const customaryFolders: readonly string[] = [
  "proto",
  "protos",
  "protobuf",
  "src/main/proto",
  "src/main/protobuf",
  "third_party",
  "third_party/proto",
  "third_party/protos",
  "third_party/googleapis",
  "vendor",
  "vendor/proto",
  "googleapis",
  "include",
  "api",
  "idl",
];

/** The customary folders below one, whether they are there or not. */
export function customaryBelow(folder: string): readonly string[] {
  return customaryFolders.map(name => `${folder}/${name}`);
}

/** Whether a folder is named as by custom one is that holds protos. */
export function isCustomary(folder: string): boolean {
  return customaryFolders.some(name => folder.endsWith(`/${name}`));
}

/** Whether one of the folders of a path holds what only tests are about, or examples. */
export function isForTests(path: string): boolean {
  return /\/(?:test|tests|testing|testdata|test_data|fixtures|mocks?|samples?|examples?)\//i.test(path);
}
