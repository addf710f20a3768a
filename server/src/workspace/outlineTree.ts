import type {
  EnumNode,
  ExtendNode,
  FileMember,
  MessageMember,
  MessageNode,
  Name,
  ServiceNode,
  TypeName,
} from "../compiler/syntax/nodes.ts";
import type { ParsedFile } from "../compiler/syntax/parsedFile.ts";
import { noRow, type Outline, type OutlineKind } from "./outline.ts";
import { OutlineDraft } from "./outlineDraft.ts";

/** The outline of any text, from its tree. */
export function outlineOfTree({ source, tree }: ParsedFile): Outline {
  const walk = new Walk(new OutlineDraft(source));
  for (const member of tree.members) walk.fileMember(member);
  return walk.draft.finish(tree.members);
}

class Walk {
  constructor(readonly draft: OutlineDraft) {}

  fileMember(member: FileMember): void {
    switch (member.kind) {
      case "message":
      case "enum":
      case "extend":
      case "option":
        this.#member(member, noRow);
        return;
      case "service":
        this.#service(member);
        return;
      case "syntax":
      case "package":
      case "import":
        return;
    }
  }

  #service(node: ServiceNode): void {
    const row = this.#declare("service", node.name, noRow);
    for (const method of node.members) {
      if (method.kind === "option") {
        this.draft.useOptions([method], row);
        continue;
      }
      this.#declare("method", method.name, row);
      for (const side of [method.input, method.output]) {
        if (side?.type?.kind === "typeName") this.#use(side.type, row);
      }
      this.draft.useOptions(method.members, row);
    }
  }

  #message(node: MessageNode, scope: number): void {
    const row = this.#declare("message", node.name, scope);
    for (const member of node.members) this.#member(member, row);
  }

  #member(member: MessageMember, scope: number): void {
    switch (member.kind) {
      case "field":
        this.#use(member.type, scope);
        this.draft.useOptions(member.options?.options, scope);
        return;
      case "mapField":
        this.#use(member.mapType.value, scope);
        this.draft.useOptions(member.options?.options, scope);
        return;
      case "group": {
        const row = this.#declare("message", member.name, scope);
        this.draft.useOptions(member.options?.options, scope);
        for (const inner of member.members) this.#member(inner, row);
        return;
      }
      case "oneof":
        for (const inner of member.members) this.#member(inner, scope);
        return;
      case "message":
        this.#message(member, scope);
        return;
      case "enum":
        this.#enum(member, scope);
        return;
      case "extend":
        this.#extend(member, scope);
        return;
      case "option":
        this.draft.useOptions([member], scope);
        return;
      case "extensions":
        this.draft.useOptions(member.options?.options, scope);
        return;
      case "reserved":
        return;
    }
  }

  // The values of an enum stand beside it, as in C++.
  #enum(node: EnumNode, scope: number): void {
    this.#declare("enum", node.name, scope);
    for (const member of node.members) {
      if (member.kind === "enumValue") {
        this.#declare("enumValue", member.name, scope);
        this.draft.useOptions(member.options?.options, scope);
      } else if (member.kind === "option") this.draft.useOptions([member], scope);
    }
  }

  #extend(node: ExtendNode, scope: number): void {
    this.#use(node.extendee, scope);
    for (const field of node.members) {
      if (field.kind !== "group") this.#declare("extension", field.name, scope);
      this.#member(field, scope);
    }
  }

  #use(type: TypeName | undefined, scope: number): void {
    if (type !== undefined) this.draft.useType(type.text, scope, type.end);
  }

  #declare(kind: OutlineKind, name: Name | undefined, scope: number): number {
    return name === undefined ? scope : this.draft.declare(kind, name.text, scope, name.start);
  }
}
