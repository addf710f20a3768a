import { everywhere, inSource, inSourceAndRegistry } from "./categories.ts";
import { fileGone, fileOptionChanged, packageChanged, packageGone, syntaxChanged } from "./fileProblems.ts";
import type { Rule } from "./rule.ts";
import type { FileOptionName, FileShape } from "./shapes.ts";

/** What is in effect where nothing is written; of the others nothing, or false. */
const defaults: Partial<Record<FileOptionName, string | boolean>> = {
  cc_enable_arenas: true,
  optimize_for: "SPEED",
};

/** Rules over which files and packages there are, and over what stands at the head of a file. */
export const fileRules: readonly Rule[] = [
  {
    id: "FILE_NO_DELETE",
    categories: ["FILE", "CSR"],
    summary: "a file is not deleted",
    over: "version",
    check: ({ before, after }) => [...before.files.values()].filter(file => !after.files.has(file.path)).map(fileGone),
  },
  {
    id: "PACKAGE_NO_DELETE",
    categories: ["PACKAGE"],
    summary: "a package is not deleted",
    over: "version",
    check: ({ before, after }) =>
      [...before.packages]
        .filter(name => !after.packages.has(name))
        .map(name =>
          packageGone(
            name,
            [...before.files.values()].find(file => file.packageName === name),
          ),
        ),
  },
  {
    id: "FILE_SAME_PACKAGE",
    categories: everywhere,
    categoriesIn: { v1beta1: ["FILE"] },
    summary: "a file keeps its package",
    over: "file",
    check: ({ before, after }) => (before.packageName === after.packageName ? [] : [packageChanged({ before, after })]),
  },
  {
    id: "FILE_SAME_SYNTAX",
    categories: inSourceAndRegistry,
    summary: "a file keeps its syntax",
    over: "file",
    check: ({ before, after }) => (before.syntax === after.syntax ? [] : [syntaxChanged({ before, after })]),
  },
  sameOption("FILE_SAME_CC_ENABLE_ARENAS", "cc_enable_arenas"),
  sameOption("FILE_SAME_CC_GENERIC_SERVICES", "cc_generic_services"),
  sameOption("FILE_SAME_CSHARP_NAMESPACE", "csharp_namespace"),
  sameOption("FILE_SAME_GO_PACKAGE", "go_package"),
  sameOption("FILE_SAME_JAVA_GENERIC_SERVICES", "java_generic_services"),
  sameOption("FILE_SAME_JAVA_MULTIPLE_FILES", "java_multiple_files"),
  sameOption("FILE_SAME_JAVA_OUTER_CLASSNAME", "java_outer_classname"),
  sameOption("FILE_SAME_JAVA_PACKAGE", "java_package"),
  sameOption("FILE_SAME_OBJC_CLASS_PREFIX", "objc_class_prefix"),
  sameOption("FILE_SAME_OPTIMIZE_FOR", "optimize_for"),
  sameOption("FILE_SAME_PHP_CLASS_PREFIX", "php_class_prefix"),
  sameOption("FILE_SAME_PHP_METADATA_NAMESPACE", "php_metadata_namespace"),
  sameOption("FILE_SAME_PHP_NAMESPACE", "php_namespace"),
  sameOption("FILE_SAME_PY_GENERIC_SERVICES", "py_generic_services"),
  sameOption("FILE_SAME_RUBY_PACKAGE", "ruby_package"),
  sameOption("FILE_SAME_SWIFT_PREFIX", "swift_prefix"),
];

function sameOption(id: string, name: FileOptionName): Rule {
  return {
    id,
    categories: inSource,
    summary: `a file keeps its \`${name}\``,
    over: "file",
    check: ({ before, after }) => {
      const [old, now] = [optionOf(before, name), optionOf(after, name)];
      return old === now ? [] : [fileOptionChanged({ before, after }, name, { before: old, after: now })];
    },
  };
}

/** Its value in effect; empty where that is false, or an empty text. */
function optionOf(file: FileShape, name: FileOptionName): string {
  const value = file.options.get(name) ?? defaults[name] ?? false;
  return value === false ? "" : String(value);
}
