import type { FileDescriptorProto } from "@bufbuild/protobuf/wkt";

/** What is written about one declaration. */
export interface Comments {
  /** Detached comments, each followed by an empty line, then the leading and the trailing one, as written. */
  readonly lines: readonly string[];
  /** Lines of the leading comment alone. */
  readonly leading: readonly string[];
}

/** Gives the comments at a path of `SourceCodeInfo` (field numbers and indexes). */
export type FileComments = (...path: readonly number[]) => Comments;

const none: Comments = { lines: [], leading: [] };

/** Reads the comments of a file that carries source info. */
export function commentsOf(file: FileDescriptorProto): FileComments {
  const byPath = new Map<string, Comments>();
  for (const location of file.sourceCodeInfo?.location ?? []) {
    const leading = linesOf(location.leadingComments);
    const detached = location.leadingDetachedComments.flatMap(comment => [...linesOf(comment), ""]);
    byPath.set(location.path.join("."), {
      lines: [...detached, ...leading, ...linesOf(location.trailingComments)],
      leading,
    });
  }
  return (...path) => byPath.get(path.join(".")) ?? none;
}

function linesOf(comment: string | undefined): readonly string[] {
  if (comment === undefined || comment === "") return [];
  const lines = comment.split("\n");
  // A comment ends with a newline, which ends its last line and begins none.
  if (lines.at(-1) === "") lines.pop();
  return lines;
}
