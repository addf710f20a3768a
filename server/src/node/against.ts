// What `--against` names. Files are looked at to tell a folder from a revision.
import path from "node:path";
import { BaselineError } from "./baselineError.ts";
import { pathKind } from "./syncFiles.ts";

/** What is compared with. Paths are absolute. */
export type Against =
  | { readonly kind: "server"; readonly address: string }
  | { readonly kind: "folder"; readonly folder: string; readonly subfolder: string }
  | {
      readonly kind: "git";
      readonly repository: string;
      readonly revisions: readonly string[];
      readonly subfolder: string;
      /** Whether what stands in submodules is part of it. */
      readonly submodules: "read" | "left out";
    }
  /** A revision of the repository that the files are in. Of `revisions` the first that exists counts. */
  | { readonly kind: "revision"; readonly revisions: readonly string[] }
  | {
      readonly kind: "archive";
      readonly file: string;
      readonly form: ArchiveForm;
      readonly strip: number;
      readonly subfolder: string;
    }
  /** `file` is undefined for standard input. */
  | {
      readonly kind: "image";
      readonly file: string | undefined;
      readonly form: ImageForm;
      readonly compression: Compression;
    }
  | { readonly kind: "file"; readonly file: string }
  /** `proto.lock` of protolock. */
  | { readonly kind: "lock"; readonly file: string };

export type ArchiveForm = "tar" | "zip";
export type ImageForm = "binpb" | "json" | "txtpb" | "yaml";
export type Compression = "none" | "gzip" | "zstd";

/**
 * Reads `--against`: `grpc://host:port` or `grpcs://…`; buf's input syntax (`.git#branch=main`, `old.tar.gz#subdir=proto`);
 * a folder, an image, an archive, a `.proto` file, a `proto.lock`; else a revision of git.
 * @throws {BaselineError} for what cannot be meant.
 */
export function readAgainst(cwd: string, text: string): Against {
  if (/^grpcs?:\/\//.test(text)) return { kind: "server", address: text };
  const hash = text.indexOf("#");
  const name = (hash < 0 ? text : text.slice(0, hash)).replace(/^file:\/\/(?=\/)/, "");
  if (isRemote(name) && !isThere(cwd, name))
    throw new BaselineError(`\`${text}\` would be fetched, which is not done: clone or download it, and name it here`);
  const options = hash < 0 ? new Map<string, string>() : readOptions(text.slice(hash + 1));
  if (name === "") throw new BaselineError("what to compare with is a revision, a folder, an image or a server");
  const form = options.get("format") ?? formByName(name);
  if (hash < 0 && form === "dir" && !isThere(cwd, name)) return revision(text);
  return ofForm(cwd, { name, form, options });
}

// A place in the network, or the name of a module in a registry.
function isRemote(name: string): boolean {
  return /^(\w+:\/\/|[\w.-]+@[\w.-]+:|[\w-]+(\.[\w-]+)+\/[\w-]+\/[\w-]+(:|$))/.test(name);
}

interface Input {
  readonly name: string;
  readonly form: string;
  readonly options: ReadonlyMap<string, string>;
}

function ofForm(cwd: string, { name, form, options }: Input): Against {
  const file = path.resolve(cwd, name);
  const subfolder = options.get("subdir") ?? "";
  if (subfolder.split(/[\\/]/).includes("..") || path.isAbsolute(subfolder))
    throw new BaselineError(`\`subdir=${subfolder}\` leads out of \`${name}\``);
  const image = imageForms[form];
  if (name !== "-" && !isThere(cwd, name))
    throw new BaselineError(`there is no file or folder \`${name}\` to compare with`);
  if (image !== undefined) {
    only(options, form, ["compression", ...(image === "json" || image === "yaml" ? jsonOptions : [])]);
    return {
      kind: "image",
      file: name === "-" ? undefined : file,
      form: image,
      compression: compressionOf(form, name, options),
    };
  }
  switch (form) {
    case "git":
      only(options, form, ["branch", "tag", "commit", "ref", "subdir", "depth", "recurse_submodules", "filter"]);
      if (!/^0*[1-9]\d*$/.test(options.get("depth") ?? "1")) throw new BaselineError("`depth` is a number of commits");
      return {
        kind: "git",
        repository: file,
        revisions: revisionsIn(options),
        subfolder,
        submodules: isTrue(options, "recurse_submodules") ? "read" : "left out",
      };
    case "dir":
      only(options, form, ["subdir"]);
      if (pathKind(file) !== "folder")
        throw new BaselineError(`\`${name}\` is no folder: say what it is, as \`${name}#format=binpb\``);
      return { kind: "folder", folder: file, subfolder };
    case "tar":
    case "targz":
    case "zip": {
      only(options, form, ["subdir", "strip_components", ...(form === "zip" ? [] : ["compression"])]);
      const strip = Number(options.get("strip_components") ?? 0);
      if (!Number.isInteger(strip) || strip < 0) throw new BaselineError("`strip_components` is a number of folders");
      return { kind: "archive", file, form: form === "zip" ? "zip" : "tar", strip, subfolder };
    }
    case "protofile":
      only(options, form, ["include_package_files"]);
      return { kind: "file", file };
    case "protolock":
      only(options, form, []);
      return { kind: "lock", file };
    default:
      throw new BaselineError(
        `\`format=${form}\` is not known: \`git\`, \`dir\`, \`binpb\`, \`json\`, \`txtpb\`, \`yaml\`, \`tar\`, \`zip\`, \`protofile\` or \`protolock\``,
      );
  }
}

// How JSON is written, which is read either way.
const jsonOptions = ["use_proto_names", "use_enum_numbers"];

const imageForms: Readonly<Record<string, ImageForm>> = {
  bin: "binpb",
  binpb: "binpb",
  bingz: "binpb",
  json: "json",
  jsongz: "json",
  txtpb: "txtpb",
  yaml: "yaml",
};

const ofEnding: readonly (readonly [RegExp, string])[] = [
  [/\.proto$/, "protofile"],
  [/\.lock$/, "protolock"],
  [/\.(tar|tar\.gz|tgz|tar\.zst)$/, "tar"],
  [/\.zip$/, "zip"],
  [/\.(binpb|bin|pb|desc|protoset|fds)(\.gz|\.zst)?$/, "binpb"],
  [/\.json(\.gz|\.zst)?$/, "json"],
  [/\.(txtpb|textproto|pbtxt)(\.gz|\.zst)?$/, "txtpb"],
  [/\.ya?ml(\.gz|\.zst)?$/, "yaml"],
  [/\.git\/?$/, "git"],
];

function formByName(name: string): string {
  if (name === "-") return "binpb";
  return ofEnding.find(([ending]) => ending.test(name))?.[1] ?? "dir";
}

function compressionOf(form: string, name: string, options: ReadonlyMap<string, string>): Compression {
  const named = options.get("compression");
  if (named === "gzip" || named === "zstd" || named === "none") return named;
  if (named !== undefined)
    throw new BaselineError(`\`compression=${named}\` is not known: \`none\`, \`gzip\` or \`zstd\``);
  if (form.endsWith("gz") || name.endsWith(".gz") || name.endsWith(".tgz")) return "gzip";
  return name.endsWith(".zst") ? "zstd" : "none";
}

// What was fetched is as good as what is checked out: in CI there is often nothing else.
function revisionsIn(options: ReadonlyMap<string, string>): readonly string[] {
  const { branch, tag, commit, ref } = Object.fromEntries(options);
  if ([branch, tag, commit].filter(one => one !== undefined).length > 1)
    throw new BaselineError("of `branch`, `tag` and `commit` only one can be given");
  if (ref !== undefined && (tag ?? commit) !== undefined)
    throw new BaselineError("`ref` cannot be given with `tag` or `commit`: it names a revision itself, as `v1.0.0~1`");
  const named = tag !== undefined ? [`refs/tags/${tag}`, tag] : commit !== undefined ? [commit] : branchNames(branch);
  if (ref === undefined) return named;
  // `HEAD` of a `ref` is that of the branch or tag.
  const fromHead = /^HEAD(?=$|[~^@])/.exec(ref) !== null;
  return fromHead ? named.map(one => one + ref.slice("HEAD".length)) : [ref];
}

function branchNames(branch: string | undefined): readonly string[] {
  return branch === undefined ? ["HEAD"] : [`refs/heads/${branch}`, `refs/remotes/origin/${branch}`, branch];
}

/** A revision as it is written for git; a branch may be known as that of the server alone. */
export function revision(text: string): Extract<Against, { readonly kind: "revision" }> {
  return { kind: "revision", revisions: [text, `refs/remotes/origin/${text}`] };
}

function readOptions(text: string): ReadonlyMap<string, string> {
  const options = new Map<string, string>();
  for (const part of text.split(",")) {
    const [key = "", ...value] = part.split("=");
    if (key === "" || value.length === 0 || options.has(key))
      throw new BaselineError(`\`#${text}\` is not of the form \`#key=value,key=value\`, each key once`);
    options.set(key, value.join("="));
  }
  options.delete("");
  return options;
}

function isTrue(options: ReadonlyMap<string, string>, key: string): boolean {
  const value = options.get(key) ?? "false";
  if (value !== "true" && value !== "false") throw new BaselineError(`\`${key}\` is \`true\` or \`false\``);
  return value === "true";
}

function only(options: ReadonlyMap<string, string>, form: string, known: readonly string[]): void {
  for (const key of options.keys()) {
    if (key !== "format" && !known.includes(key))
      throw new BaselineError(
        `\`${key}\` cannot be given for \`${form}\`; what can is ${known.map(one => `\`${one}\``).join(", ")}`,
      );
  }
}

function isThere(cwd: string, name: string): boolean {
  return name === "-" || pathKind(path.resolve(cwd, name)) !== undefined;
}
